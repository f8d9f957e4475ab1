"""Draws charts of sizes and speeds. Needs matplotlib: ``pip install 'tokenwire[plot]'``."""

from __future__ import annotations

import csv
import io
import json
import os
from typing import TYPE_CHECKING, Any, Protocol

try:
    from matplotlib.figure import Figure
except ImportError as missing:
    raise ImportError("tokenwire.plot needs matplotlib: pip install 'tokenwire[plot]'") from missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from matplotlib.axes import Axes


class _Entropy(Protocol):
    """The part of ``tokenwire.statistics.Entropy`` that a chart shows."""

    @property
    def bits(self) -> float: ...


class _MethodStats(Protocol):
    """The part of ``tokenwire.statistics.MethodStats`` that a chart shows."""

    @property
    def bits_per_character(self) -> float: ...
    @property
    def compress_seconds(self) -> float: ...
    @property
    def decompress_seconds(self) -> float: ...


class _Stats(Protocol):
    """The part of ``tokenwire.statistics.Stats`` that a chart shows.

    A protocol, because that module imports this one.
    """

    @property
    def texts(self) -> int: ...
    @property
    def bytes(self) -> int: ...
    @property
    def character_entropy(self) -> _Entropy: ...
    @property
    def methods(self) -> Mapping[str, _MethodStats]: ...


class Picture(Figure):
    """A matplotlib figure that notebooks display. ``savefig(path)`` writes it to a file."""

    def _repr_png_(self) -> bytes:
        data = io.BytesIO()
        self.savefig(data, format="png")
        return data.getvalue()


def plot_stats(stats: _Stats) -> Figure:
    """Draws the bits per character and the speed of each method."""
    names = list(stats.methods)
    figure = _figure(len(names))
    size, speed = figure.subplots(1, 2, sharey=True)
    _bars(size, names, [method.bits_per_character for method in stats.methods.values()], "{:.2f}")
    _label(size, f"{_texts(stats)}: bits per character", "bits per character")
    entropy = stats.character_entropy.bits
    size.axvline(entropy, color="0.4", linestyle="--", linewidth=1, label=f"order-0 entropy, {entropy:.2f}")
    size.legend(loc="lower right", fontsize="small")
    for label, key in (("compress", "compress_seconds"), ("decompress", "decompress_seconds")):
        rates = [_rate(stats.bytes, getattr(method, key)) for method in stats.methods.values()]
        speed.plot(rates, range(len(names)), "o" if label == "compress" else "s", label=label)
    _label(speed, "speed, in MB of text per second", "MB/s")
    _logarithmic(speed)
    return figure


def plot_bench(source: str | os.PathLike[str] | dict[str, Any]) -> Figure:
    """Draws the compression ratio and the speed of each method of ``tokenwire bench``.

    ``source`` is the output of ``tokenwire bench --json``, as a dict or as a file. A CSV file like
    ``docs/measured/command.csv`` works too; the chart shows its first set.
    """
    bench = source if isinstance(source, dict) else _read(source)
    figure = _figure(len(bench["methods"]) * 2)
    ratio, speed = figure.subplots(1, 2, sharey=True)
    names = [method["name"] for method in bench["methods"]]
    _bars(ratio, names, [bench["text_bytes"] / method["bytes"] for method in bench["methods"]], "{:.2f}")
    _label(ratio, f"{bench['messages']:,} messages: compression ratio", "bytes of text per byte")
    for label, key, mark in (("encode", "encode_mb_s", "o"), ("decode", "decode_mb_s", "s")):
        speed.plot([method[key] for method in bench["methods"]], range(len(names)), mark, label=label)
    _label(speed, "speed, in MB of text per second", "MB/s")
    _logarithmic(speed)
    return figure


def _figure(rows: int) -> Picture:
    return Picture(figsize=(10, 1.5 + 0.3 * max(rows, 6)), layout="constrained")


def _texts(stats: _Stats) -> str:
    return "1 text" if stats.texts == 1 else f"{stats.texts:,} texts"


def _bars(axes: Axes, names: Sequence[str], values: Iterable[float], number_format: str) -> None:
    bars = axes.barh(range(len(names)), list(values))
    axes.bar_label(bars, fmt=number_format, padding=3)
    axes.margins(x=0.15)
    axes.set_yticks(range(len(names)), labels=names)
    axes.invert_yaxis()


def _label(axes: Axes, title: str, x_label: str) -> None:
    axes.set_title(title, fontsize="medium")
    axes.set_xlabel(x_label)


def _logarithmic(axes: Axes) -> None:
    axes.set_xscale("log")
    axes.grid(axis="x", alpha=0.3)
    axes.legend(fontsize="small")


def _rate(size: int, seconds: float) -> float:
    return size / 1e6 / seconds if seconds and size else float("nan")  # matplotlib does not draw NaN.


def _read(path: str | os.PathLike[str]) -> dict[str, Any]:
    with open(path, encoding="utf-8", newline="") as file:
        if os.fsdecode(path).endswith(".csv"):
            return _from_rows(list(csv.DictReader(file)))
        bench: dict[str, Any] = json.load(file)
        return bench


def _from_rows(rows: list[dict[str, str]]) -> dict[str, Any]:
    first_set = [row for row in rows if (row["set"], row["up_to"]) == (rows[0]["set"], rows[0]["up_to"])]
    numbers = ("bytes", "encode_mb_s", "decode_mb_s")
    methods = [{"name": row["method"], **{key: float(row[key]) for key in numbers}} for row in first_set]
    totals = {name: int(first_set[0][name]) for name in ("messages", "text_bytes")}
    return {**totals, "methods": methods}
