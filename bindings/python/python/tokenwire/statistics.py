"""What compression makes of texts: their size, their entropy, and each method's bytes and times."""

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
    """Order 0, which is of the symbols' frequencies in these very texts, whatever their order."""

    count: int
    distinct: int
    bits: float
    """A symbol, on average: the sum of ``-p log2 p``."""

    @property
    def bound(self) -> int:
        """Bytes that a code with one word a symbol cannot go below, not counting the frequencies themselves."""
        return math.ceil(self.count * self.bits / 8)


@dataclass(frozen=True)
class MethodStats:
    """One method over all texts, each compressed by itself."""

    bytes: int
    median_bytes: float
    ratio: float
    """Bytes of UTF-8 by bytes compressed, of all together."""
    median_ratio: float
    """The same of each text, and of these the median."""
    bits_per_character: float
    compress_seconds: float
    """For all texts once, the median of some rounds; so is ``decompress_seconds``."""
    decompress_seconds: float
    round_trips: int
    """The number of texts that decompress to the same characters."""


@dataclass(frozen=True)
class Stats:
    """What :func:`stats` found. ``str()`` of it is a table, ``as_dict()`` of it can be written as JSON."""

    encoding: str
    texts: int
    characters: int
    bytes: int
    """Of UTF-8; a lone surrogate takes three."""
    tokens: int
    median_bytes: float
    bits_per_character: float
    """Of the UTF-8 as it is."""
    character_entropy: Entropy
    byte_entropy: Entropy
    token_entropy: Entropy
    methods: dict[str, MethodStats]

    def as_dict(self) -> dict[str, Any]:
        found = asdict(self)
        for name in ("character_entropy", "byte_entropy", "token_entropy"):
            found[name]["bound"] = getattr(self, name).bound
        return found

    def plot(self) -> Figure:
        """As bars; needs matplotlib: ``pip install tokenwire[plot]``."""
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
    """Figures of a text, or of many: totals, and medians over the texts. All methods unless some are named."""
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
        bits_per_character=_by(8 * octets.count, characters.count),
        character_entropy=characters,
        byte_entropy=octets,
        token_entropy=tokens,
        methods={name: _method(name, texts, raw, encoding, rounds) for name in names},
    )


def _texts(given: str | Iterable[str]) -> list[str]:
    texts = [given] if isinstance(given, str) else list(given)
    if not texts:
        raise ValueError("text: an empty list; give at least one text")
    for position, text in enumerate(texts):
        if not isinstance(text, str):
            raise TypeError(f"text must be a str or strs, not {type(text).__name__} at position {position}")
    return texts


def _entropy(symbols: Iterable[Sequence[Any]]) -> Entropy:
    counts: Counter[Any] = Counter()
    for some in symbols:
        counts.update(some)
    total = counts.total()
    bits = -math.fsum(n / total * math.log2(n / total) for n in counts.values())
    return Entropy(total, len(counts), abs(bits))  # Of one symbol alone it is 0, not -0.


def _method(name: str, texts: list[str], raw: list[bytes], encoding: str, rounds: int) -> MethodStats:
    blobs, compress_seconds = _timed(
        lambda: [prompts.compress(text, name, encoding=encoding) for text in texts], rounds
    )
    decompressed, decompress_seconds = _timed(lambda: [prompts.decompress(blob) for blob in blobs], rounds)
    sizes = [len(blob) for blob in blobs]
    return MethodStats(
        bytes=sum(sizes),
        median_bytes=median(sizes),
        ratio=_by(sum(map(len, raw)), sum(sizes)),
        median_ratio=median(_by(len(data), size) for data, size in zip(raw, sizes, strict=True)),
        bits_per_character=_by(8 * sum(sizes), sum(map(len, texts))),
        compress_seconds=compress_seconds,
        decompress_seconds=decompress_seconds,
        round_trips=sum(one == text for one, text in zip(decompressed, texts, strict=True)),
    )


def _timed(work: Callable[[], T], rounds: int) -> tuple[T, float]:
    seconds = []
    for _ in range(max(rounds, 1)):
        begin = perf_counter()
        done = work()
        seconds.append(perf_counter() - begin)
    return done, median(seconds)


def _by(a: float, b: float) -> float:
    return a / b if b else 0.0


def _head(found: Stats) -> list[str]:
    what = "1 text" if found.texts == 1 else f"{found.texts:,} texts"
    sizes = f"{found.characters:,} characters, {found.bytes:,} bytes of UTF-8, {found.tokens:,} tokens"
    lines = [f"{what}: {sizes} of {found.encoding}"]
    for name in ("character", "byte", "token"):
        entropy: Entropy = getattr(found, f"{name}_entropy")
        lines.append(f"order-0 entropy: {entropy.bits:6.3f} bits a {name}, {entropy.bound:,} bytes in all")
    return lines


def _table(found: Stats) -> list[str]:
    many = found.texts > 1
    sizes, times = ["bytes", "ratio", *["median ratio"] * many, "bits/character"], ["compress", "decompress"]
    rows = [["method", *sizes, *times, "round trip"]]
    for name, method in found.methods.items():
        medians = [f"{method.median_ratio:.2f}"] * many
        times = [f"{1000 * seconds:.3f} ms" for seconds in (method.compress_seconds, method.decompress_seconds)]
        round_trip = "yes" if method.round_trips == found.texts else f"{method.round_trips:,} of {found.texts:,}"
        bits = f"{method.bits_per_character:.2f}"
        rows.append([name, f"{method.bytes:,}", f"{method.ratio:.2f}", *medians, bits, *times, round_trip])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows]
