"""Pictures of figures, with matplotlib: ``pip install tokenwire[plot]``."""

from __future__ import annotations

import csv
import io
import json
import os
from typing import TYPE_CHECKING, Any, Protocol

try:
    from matplotlib.figure import Figure
except ImportError as missing:
    raise ImportError("tokenwire.plot needs matplotlib: pip install tokenwire[plot]") from missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from matplotlib.axes import Axes


class _Entropy(Protocol):
    """The part of ``tokenwire.statistics.Entropy`` that a picture shows."""

    @property
    def bits(self) -> float: ...


class _MethodStats(Protocol):
    """The part of ``tokenwire.statistics.MethodStats`` that a picture shows."""

    @property
    def bits_per_character(self) -> float: ...
    @property
    def compress_seconds(self) -> float: ...
    @property
    def decompress_seconds(self) -> float: ...


class _Stats(Protocol):
    """The part of ``tokenwire.statistics.Stats`` that a picture shows. That module imports this one."""

    @property
    def texts(self) -> int: ...
    @property
    def bytes(self) -> int: ...
    @property
    def character_entropy(self) -> _Entropy: ...
    @property
    def methods(self) -> Mapping[str, _MethodStats]: ...


class Picture(Figure):
    """A figure of matplotlib's that notebooks show; ``savefig(path)`` writes it."""

    def _repr_png_(self) -> bytes:
        data = io.BytesIO()
        self.savefig(data, format="png")
        return data.getvalue()


def plot_stats(stats: _Stats) -> Figure:
    """Bits a character and speed of each method."""
    names = list(stats.methods)
    figure = _figure(len(names))
    size, speed = figure.subplots(1, 2, sharey=True)
    _bars(size, names, [method.bits_per_character for method in stats.methods.values()], "{:.2f}")
    _titled(size, f"{_texts(stats)}: bits a character", "bits a character")
    entropy = stats.character_entropy.bits
    size.axvline(entropy, color="0.4", linestyle="--", linewidth=1, label=f"order-0 entropy, {entropy:.2f}")
    size.legend(loc="lower right", fontsize="small")
    for label, key in (("compress", "compress_seconds"), ("decompress", "decompress_seconds")):
        rates = [_rate(stats.bytes, getattr(method, key)) for method in stats.methods.values()]
        speed.plot(rates, range(len(names)), "o" if label == "compress" else "s", label=label)
    _titled(speed, "speed, in MB of text a second", "MB/s")
    _logarithmic(speed)
    return figure


def plot_bench(source: str | os.PathLike[str] | dict[str, Any]) -> Figure:
    """Ratio and speed of each method of ``tokenwire bench``: its ``--json``, read or in a file.

    A CSV as ``docs/measured/command.csv`` will do too: its first set is drawn.
    """
    found = source if isinstance(source, dict) else _read(source)
    figure = _figure(len(found["methods"]) * 2)
    ratio, speed = figure.subplots(1, 2, sharey=True)
    names = [method["name"] for method in found["methods"]]
    _bars(ratio, names, [found["text_bytes"] / method["bytes"] for method in found["methods"]], "{:.2f}")
    _titled(ratio, f"{found['messages']:,} messages: ratio", "bytes of text a byte")
    for label, key, mark in (("encode", "encode_mb_s", "o"), ("decode", "decode_mb_s", "s")):
        speed.plot([method[key] for method in found["methods"]], range(len(names)), mark, label=label)
    _titled(speed, "speed, in MB of text a second", "MB/s")
    _logarithmic(speed)
    return figure


def _figure(rows: int) -> Picture:
    return Picture(figsize=(10, 1.5 + 0.3 * max(rows, 6)), layout="constrained")


def _texts(stats: _Stats) -> str:
    return "a text" if stats.texts == 1 else f"{stats.texts:,} texts"


def _bars(axes: Axes, names: Sequence[str], values: Iterable[float], form: str) -> None:
    bars = axes.barh(range(len(names)), list(values))
    axes.bar_label(bars, fmt=form, padding=3)
    axes.margins(x=0.15)
    axes.set_yticks(range(len(names)), labels=names)
    axes.invert_yaxis()


def _titled(axes: Axes, title: str, below: str) -> None:
    axes.set_title(title, fontsize="medium")
    axes.set_xlabel(below)


def _logarithmic(axes: Axes) -> None:
    axes.set_xscale("log")
    axes.grid(axis="x", alpha=0.3)
    axes.legend(fontsize="small")


def _rate(size: int, seconds: float) -> float:
    return size / 1e6 / seconds if seconds and size else float("nan")  # Not drawn.


def _read(path: str | os.PathLike[str]) -> dict[str, Any]:
    with open(path, encoding="utf-8", newline="") as file:
        if os.fsdecode(path).endswith(".csv"):
            return _of_rows(list(csv.DictReader(file)))
        found: dict[str, Any] = json.load(file)
        return found


def _of_rows(rows: list[dict[str, str]]) -> dict[str, Any]:
    own = [row for row in rows if (row["set"], row["up_to"]) == (rows[0]["set"], rows[0]["up_to"])]
    numbers = ("bytes", "encode_mb_s", "decode_mb_s")
    methods = [{"name": row["method"], **{key: float(row[key]) for key in numbers}} for row in own]
    return {"messages": int(own[0]["messages"]), "text_bytes": int(own[0]["text_bytes"]), "methods": methods}
