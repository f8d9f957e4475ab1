"""The notebook: that its cells run one after another, and show no paths or failures."""

import ast
import json
import pathlib
import tempfile

import pytest

NOTEBOOK = pathlib.Path(__file__).parents[3] / "examples/python/tokenwire.ipynb"
pytestmark = pytest.mark.skipif(not NOTEBOOK.exists(), reason="outside the repository")


@pytest.fixture(scope="module")
def cells():
    return json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]


def run(source, names):
    """What its last line gives, as a notebook shows it."""
    body = ast.parse(source)
    last = body.body.pop() if isinstance(body.body[-1], ast.Expr) else None
    exec(compile(body, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None


def test_cells_run(cells, monkeypatch, capsys):
    pytest.importorskip("matplotlib")
    monkeypatch.chdir(NOTEBOOK.parent)
    names, shown = {"__name__": "__main__"}, []
    for cell in cells:
        if cell["cell_type"] == "code":
            shown.append(run("".join(cell["source"]), names))
    assert "ChecksumError: " in capsys.readouterr().out
    pictures = [one for one in shown if hasattr(one, "_repr_png_")]
    assert len(pictures) == 2
    assert all(one._repr_png_().startswith(b"\x89PNG") for one in pictures)


def test_outputs_are_small_and_complete(cells):
    assert NOTEBOOK.stat().st_size < 60_000
    for cell in cells:
        assert not any(output["output_type"] == "error" for output in cell.get("outputs", []))
        assert cell["cell_type"] == "markdown" or cell["execution_count"]
    assert tempfile.gettempdir() not in NOTEBOOK.read_text(encoding="utf-8")
