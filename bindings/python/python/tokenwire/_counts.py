"""How often each token id occurs, as an Arrow column; ``tokenwire.arrow`` has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ._native import Tokenizer
from .errors import CountsError

if TYPE_CHECKING:
    import pyarrow

ENCODING = "o200k_base"
"""Unless another or a table is given."""


@dataclass(frozen=True, eq=False, repr=False)
class Counts:
    """How often each token id occurs: what parts of a corpus counted adds up, with ``+`` or ``sum``."""

    name: str
    """The encoding's, or ``"ids"``."""
    counts: pyarrow.UInt64Array
    """By id."""
    messages: int
    """Rows that were not null."""
    tokens: int

    @classmethod
    def empty(cls, encoding: str | None = None, *, size: int | None = None) -> Counts:
        """Of nothing yet."""
        if encoding is not None and size is not None:
            raise TypeError("give an encoding, or the size of another vocabulary, not both")
        name = "ids" if size is not None else encoding or ENCODING
        size = Tokenizer(name).size if size is None else size
        return cls(name, _of_zeros(size), 0, 0)

    def __add__(self, other: Counts) -> Counts:
        if not isinstance(other, Counts):
            return NotImplemented
        if (self.name, len(self)) != (other.name, len(other)):
            raise ValueError(f"{self} and {other} count different ids")
        counts = _sum(self.counts, other.counts)
        return Counts(self.name, counts, self.messages + other.messages, self.tokens + other.tokens)

    def __radd__(self, other: object) -> Counts:
        """For ``sum``, which begins with 0."""
        return self if other == 0 else NotImplemented

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Counts):
            return NotImplemented
        mine, theirs = (self.name, self.messages, self.tokens), (other.name, other.messages, other.tokens)
        return mine == theirs and self.counts.equals(other.counts)

    def __len__(self) -> int:
        """The vocabulary's size."""
        return len(self.counts)

    def __getitem__(self, id: int) -> int:
        count: int = self.counts[id].as_py()
        return count

    def __repr__(self) -> str:
        return f"<tokenwire.arrow.Counts {self.name}, {len(self)} ids: {self.messages} messages, {self.tokens} tokens>"

    def to_file(self, *, partial: bool = False) -> bytes:
        """A counts file, as ``tokenwire train counts`` writes it: for ``Table.from_counts``.

        An id that never occurred weighs 1, so that it has a code; or 0 in a ``partial`` file, one of several for
        ``from_file`` and ``tokenwire train merge``.
        """
        if not self.tokens and not partial:
            raise CountsError("there is no token to count")
        unlisted = 0 if partial else 1
        rows = [(id, weight) for id, weight in enumerate(self.counts.to_pylist()) if weight > unlisted]
        rows.sort(key=lambda row: (-row[1], row[0]))
        lines = "".join(f"{id}\t{weight}\n" for id, weight in rows)
        return (self._header(unlisted) + lines).encode()

    def _header(self, unlisted: int) -> str:
        read = f"{self.messages} messages, {self.tokens} tokens"
        size = f"vocabulary size {len(self)}; ids not listed have count {unlisted}"
        return f"# {self.name}: token counts of {read}; {size}\n"

    @classmethod
    def from_file(cls, data: bytes) -> Counts:
        """Of a partial counts file."""
        first, *lines = bytes(data).split(b"\n")
        header = _HEADER.fullmatch(first.decode(errors="replace"))
        if header is None or int(header["size"]) > _MAX_SIZE:
            raise CountsError("not the first line of a partial counts file", line=1)
        counts = load_pyarrow().array(_weights(lines, int(header["size"])), "uint64")
        return cls(header["name"], counts, int(header["messages"]), int(header["tokens"]))


_MAX_SIZE = 1 << 20
"""A table's: a short file may claim any size."""
_HEADER = re.compile(
    r"# (?P<name>\w+): token counts of (?P<messages>\d{1,18}) messages, (?P<tokens>\d{1,18}) tokens;"
    r"(.*;)? vocabulary size (?P<size>\d{1,18}); ids not listed have count 0",
    re.ASCII,
)
_LINE = re.compile(rb"(\d{1,7})\t(\d{1,18})")


def _weights(lines: list[bytes], size: int) -> list[int]:
    """By id, each listed at most once."""
    weights = [0] * size
    for number, line in enumerate(lines, 2):
        if not line or line.startswith(b"#"):
            continue
        match = _LINE.fullmatch(line)
        id, weight = map(int, match.groups()) if match else (size, 0)
        if id >= size or weights[id]:
            raise CountsError(
                f"line {number}: expected an id below {size} not listed before, a tab and a weight", line=number
            )
        weights[id] = weight
    return weights


def _of_zeros(size: int) -> pyarrow.UInt64Array:
    pa = load_pyarrow()
    return pa.Array.from_buffers(pa.uint64(), size, [None, pa.py_buffer(bytes(8 * size))])


def load_pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise ImportError("tokenwire.arrow needs pyarrow: pip install 'tokenwire[arrow]'") from error
    return pyarrow


def _sum(one: pyarrow.UInt64Array, other: pyarrow.UInt64Array) -> pyarrow.UInt64Array:
    import pyarrow.compute

    return pyarrow.compute.add_checked(one, other)
