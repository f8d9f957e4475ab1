"""Charts: they show the measured values."""

import json
import pathlib
import subprocess
import sys

import pytest

import tokenwire

pytest.importorskip("matplotlib")
from tokenwire.plot import plot_bench, plot_stats

COMMAND = pathlib.Path(__file__).parents[3] / "docs/measured/command.csv"
BENCH = {
    "encoding": "o200k_base",
    "messages": 48,
    "tokens": 280,
    "text_bytes": 1000,
    "methods": [
        {"name": "gzip-6", "bytes": 500, "encode_mb_s": 19.4, "decode_mb_s": 129.1},
        {"name": "prefix@chat-2026", "bytes": 250, "encode_mb_s": 1010.0, "decode_mb_s": 616.0},
    ],
}


def widths(axes):
    return [bar.get_width() for bar in axes.patches]


@pytest.mark.parametrize("text", ["Hello world! " * 50, ["a", "Hello world!"], ""])
def test_plots_statistics(text):
    found = tokenwire.stats(text)
    figure = found.plot()
    size, speed = figure.axes
    assert widths(size) == [method.bits_per_character for method in found.methods.values()]
    assert [label.get_text() for label in size.get_yticklabels()] == list(found.methods)
    assert [line.get_label() for line in speed.lines] == ["compress", "decompress"]
    assert figure._repr_png_().startswith(b"\x89PNG")
    assert type(plot_stats(found)) is type(figure)


def test_plots_a_benchmark(tmp_path):
    (tmp_path / "bench.json").write_text(json.dumps(BENCH))
    for source in (BENCH, tmp_path / "bench.json", str(tmp_path / "bench.json")):
        ratio, speed = plot_bench(source).axes
        assert widths(ratio) == [2, 4]
        assert list(speed.lines[0].get_xdata()) == [19.4, 1010.0]
        assert list(speed.lines[1].get_xdata()) == [129.1, 616.0]


@pytest.mark.skipif(not COMMAND.exists(), reason="needs the repository")
def test_plots_the_first_set_of_a_csv_file(tmp_path):
    figure = plot_bench(COMMAND)
    figure.savefig(tmp_path / "bench.svg")
    first = COMMAND.read_text().splitlines()[1].split(",")
    assert widths(figure.axes[0])[0] == pytest.approx(int(first[4]) / int(first[6]))


def test_a_missing_matplotlib_reports_how_to_install_it():
    script = "import sys; sys.modules['matplotlib'] = None\nimport tokenwire\ntokenwire.stats('a').plot()"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "ImportError: tokenwire.plot needs matplotlib: pip install 'tokenwire[plot]'" in result.stderr
