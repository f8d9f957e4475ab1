"""Statistics of texts: their size and entropy, and the sizes and times of each compression method."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from . import prompts
from ._native import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from matplotlib.figure import Figure

T = TypeVar("T")


@dataclass(frozen=True)
class Entropy:
    """The order-0 entropy of the texts: from the frequencies of their symbols, regardless of their order."""

    count: int
    """The number of symbols."""
    distinct: int
    """The number of different symbols."""
    bits: float
    """Bits per symbol: the sum of ``-p log2 p``."""

    @property
    def bound(self) -> int:
        """The lower bound in bytes for any code with one word per symbol, without the frequencies themselves."""
        return math.ceil(self.count * self.bits / 8)


@dataclass(frozen=True)
class MethodStats:
    """The results of one method. Each text is compressed on its own."""

    bytes: int
    median_bytes: float
    ratio: float
    """Total bytes of UTF-8 divided by total compressed bytes."""
    median_ratio: float
    """The median of the ratios of the single texts."""
    bits_per_character: float
    compress_seconds: float
    """The time for all texts, as the median of several rounds."""
    decompress_seconds: float
    """The time for all texts, as the median of several rounds."""
    round_trips: int
    """The number of texts that decompress to the same characters."""


@dataclass(frozen=True)
class Stats:
    """The result of :func:`stats`. ``str()`` returns it as a table, ``as_dict()`` as values for JSON."""

    encoding: str
    texts: int
    characters: int
    bytes: int
    """The size as UTF-8; a lone surrogate takes three bytes."""
    tokens: int
    median_bytes: float
    bits_per_character: float
    """Bits per character of the uncompressed UTF-8."""
    character_entropy: Entropy
    byte_entropy: Entropy
    token_entropy: Entropy
    methods: dict[str, MethodStats]

    def as_dict(self) -> dict[str, Any]:
        """Returns the statistics as nested dicts, which can be written as JSON."""
        values = asdict(self)
        for name in ("character_entropy", "byte_entropy", "token_entropy"):
            values[name]["bound"] = getattr(self, name).bound
        return values

    def plot(self) -> Figure:
        """Draws a chart of sizes and speeds. Needs matplotlib: ``pip install 'tokenwire[plot]'``."""
        from .plot import plot_stats

        return plot_stats(self)

    def __str__(self) -> str:
        return "\n".join([*_head(self), "", *_table(self)])


def stats(
    text: str | Iterable[str],
    *,
    methods: Iterable[str] | None = None,
    encoding: str = prompts.ENCODING,
    rounds: int = 3,
) -> Stats:
    """Measures one text or several: totals, and medians over the texts.

    Each method compresses and decompresses all texts ``rounds`` times. ``methods`` defaults to all methods.
    """
    texts = _texts(text)
    names = prompts.METHODS if methods is None else [methods] if isinstance(methods, str) else list(methods)
    raw = [text.encode("utf-8", "surrogatepass") for text in texts]
    tokenizer = Tokenizer(encoding)
    characters = _entropy(texts)
    octets = _entropy(raw)
    tokens = _entropy(tokenizer.encode(text) for text in texts)
    return Stats(
        encoding=encoding,
        texts=len(texts),
        characters=characters.count,
        bytes=octets.count,
        tokens=tokens.count,
        median_bytes=median(map(len, raw)),
        bits_per_character=_ratio(8 * octets.count, characters.count),
        character_entropy=characters,
        byte_entropy=octets,
        token_entropy=tokens,
        methods={name: _method(name, texts, raw, encoding, rounds) for name in names},
    )


def _texts(text: str | Iterable[str]) -> list[str]:
    texts = [text] if isinstance(text, str) else list(text)
    if not texts:
        raise ValueError("there are no texts: pass at least one")
    for position, item in enumerate(texts):
        if not isinstance(item, str):
            kind = type(item).__name__
            raise TypeError(f"text must be a str or an iterable of str, not {kind} at position {position}")
    return texts


def _entropy(symbols: Iterable[Sequence[Any]]) -> Entropy:
    counts: Counter[Any] = Counter()
    for sequence in symbols:
        counts.update(sequence)
    total = counts.total()
    bits = -math.fsum(n / total * math.log2(n / total) for n in counts.values())
    return Entropy(total, len(counts), abs(bits))  # With a single distinct symbol the sum is -0.


def _method(name: str, texts: list[str], raw: list[bytes], encoding: str, rounds: int) -> MethodStats:
    blobs, compress_seconds = _timed(
        lambda: [prompts.compress(text, name, encoding=encoding) for text in texts], rounds
    )
    decompressed, decompress_seconds = _timed(lambda: [prompts.decompress(blob) for blob in blobs], rounds)
    sizes = [len(blob) for blob in blobs]
    return MethodStats(
        bytes=sum(sizes),
        median_bytes=median(sizes),
        ratio=_ratio(sum(map(len, raw)), sum(sizes)),
        median_ratio=median(_ratio(len(data), size) for data, size in zip(raw, sizes, strict=True)),
        bits_per_character=_ratio(8 * sum(sizes), sum(map(len, texts))),
        compress_seconds=compress_seconds,
        decompress_seconds=decompress_seconds,
        round_trips=sum(output == text for output, text in zip(decompressed, texts, strict=True)),
    )


def _timed(work: Callable[[], T], rounds: int) -> tuple[T, float]:
    seconds = []
    for _ in range(max(rounds, 1)):
        begin = perf_counter()
        done = work()
        seconds.append(perf_counter() - begin)
    return done, median(seconds)


def _ratio(dividend: float, divisor: float) -> float:
    return dividend / divisor if divisor else 0.0


def _head(stats: Stats) -> list[str]:
    count = "1 text" if stats.texts == 1 else f"{stats.texts:,} texts"
    sizes = f"{stats.characters:,} characters, {stats.bytes:,} bytes of UTF-8, {stats.tokens:,} tokens"
    lines = [f"{count}: {sizes} of {stats.encoding}"]
    for name in ("character", "byte", "token"):
        entropy: Entropy = getattr(stats, f"{name}_entropy")
        lines.append(f"order-0 entropy: {entropy.bits:6.3f} bits per {name}, {entropy.bound:,} bytes in total")
    return lines


def _table(stats: Stats) -> list[str]:
    many = stats.texts > 1
    sizes, times = ["bytes", "ratio", *["median ratio"] * many, "bits/character"], ["compress", "decompress"]
    rows = [["method", *sizes, *times, "round trip"]]
    for name, method in stats.methods.items():
        medians = [f"{method.median_ratio:.2f}"] * many
        times = [f"{1000 * seconds:.3f} ms" for seconds in (method.compress_seconds, method.decompress_seconds)]
        round_trip = "yes" if method.round_trips == stats.texts else f"{method.round_trips:,} of {stats.texts:,}"
        bits = f"{method.bits_per_character:.2f}"
        rows.append([name, f"{method.bytes:,}", f"{method.ratio:.2f}", *medians, bits, *times, round_trip])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows]
