"""The notebook: its cells run in order, and its outputs show no errors or temporary paths."""

import ast
import json
import pathlib
import tempfile

import pytest

NOTEBOOK = pathlib.Path(__file__).parents[3] / "examples/python/tokenwire.ipynb"
pytestmark = pytest.mark.skipif(not NOTEBOOK.exists(), reason="needs the repository")


@pytest.fixture(scope="module")
def cells():
    return json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]


def run(source, names):
    """Runs a cell and returns the value of its last expression, which a notebook displays."""
    body = ast.parse(source)
    last = body.body.pop() if isinstance(body.body[-1], ast.Expr) else None
    exec(compile(body, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None


def test_all_cells_run(cells, monkeypatch, capsys):
    pytest.importorskip("matplotlib")
    monkeypatch.chdir(NOTEBOOK.parent)
    names, outputs = {"__name__": "__main__"}, []
    for cell in cells:
        if cell["cell_type"] == "code":
            outputs.append(run("".join(cell["source"]), names))
    assert "ChecksumError: " in capsys.readouterr().out
    charts = [output for output in outputs if hasattr(output, "_repr_png_")]
    assert len(charts) == 2
    assert all(chart._repr_png_().startswith(b"\x89PNG") for chart in charts)


def test_outputs_are_small_and_complete(cells):
    assert NOTEBOOK.stat().st_size < 60_000
    for cell in cells:
        assert not any(output["output_type"] == "error" for output in cell.get("outputs", []))
        assert cell["cell_type"] == "markdown" or cell["execution_count"]
    assert tempfile.gettempdir() not in NOTEBOOK.read_text(encoding="utf-8")
