"""Counts of token ids in an Arrow column, for ``tokenwire.arrow``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ._native import Tokenizer
from .errors import CountsError

if TYPE_CHECKING:
    import pyarrow

ENCODING = "o200k_base"
"""The encoding if neither an encoding nor a table is given."""


@dataclass(frozen=True, eq=False, repr=False)
class Counts:
    """How often each token id occurs. Counts of the parts of a corpus add up with ``+`` or ``sum``."""

    name: str
    """The name of the encoding, or ``"ids"``."""
    counts: pyarrow.UInt64Array
    """The count of each id."""
    messages: int
    """The number of non-null rows."""
    tokens: int
    """The number of ids in those rows."""

    @classmethod
    def empty(cls, encoding: str | None = None, *, size: int | None = None) -> Counts:
        """Creates counts of zero for an encoding, or for another vocabulary of ``size`` ids."""
        if encoding is not None and size is not None:
            raise TypeError("pass encoding= or, for another vocabulary, size=, not both")
        name = "ids" if size is not None else encoding or ENCODING
        size = Tokenizer(name).size if size is None else size
        return cls(name, _zeros(size), 0, 0)

    def __add__(self, other: Counts) -> Counts:
        if not isinstance(other, Counts):
            return NotImplemented
        if (self.name, len(self)) != (other.name, len(other)):
            raise ValueError(f"cannot add {self} and {other}: their vocabularies differ")
        counts = _sum(self.counts, other.counts)
        return Counts(self.name, counts, self.messages + other.messages, self.tokens + other.tokens)

    def __radd__(self, other: object) -> Counts:
        """Supports ``sum``, which starts with 0."""
        return self if other == 0 else NotImplemented

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Counts):
            return NotImplemented
        mine, theirs = (self.name, self.messages, self.tokens), (other.name, other.messages, other.tokens)
        return mine == theirs and self.counts.equals(other.counts)

    def __len__(self) -> int:
        """Returns the size of the vocabulary."""
        return len(self.counts)

    def __getitem__(self, id: int) -> int:
        count: int = self.counts[id].as_py()
        return count

    def __repr__(self) -> str:
        return f"<tokenwire.arrow.Counts {self.name}, {len(self)} ids: {self.messages} messages, {self.tokens} tokens>"

    def to_file(self, *, partial: bool = False) -> bytes:
        """Returns a counts file for ``Table.from_counts``, in the format of ``tokenwire train counts``.

        An id that never occurred has count 1, so that it has a code word. In a ``partial`` file it has count 0. Partial
        files can be added up with ``from_file`` or ``tokenwire train merge``.
        """
        if not self.tokens and not partial:
            raise CountsError("there are no tokens; count some first, or pass partial=True")
        unlisted = 0 if partial else 1
        rows = [(id, weight) for id, weight in enumerate(self.counts.to_pylist()) if weight > unlisted]
        rows.sort(key=lambda row: (-row[1], row[0]))
        lines = "".join(f"{id}\t{weight}\n" for id, weight in rows)
        return (self._header(unlisted) + lines).encode()

    def _header(self, unlisted: int) -> str:
        totals = f"{self.messages} messages, {self.tokens} tokens"
        size = f"vocabulary size {len(self)}; ids not listed have count {unlisted}"
        return f"# {self.name}: token counts of {totals}; {size}\n"

    @classmethod
    def from_file(cls, data: bytes) -> Counts:
        """Reads a partial counts file."""
        first, *lines = bytes(data).split(b"\n")
        header = _HEADER.fullmatch(first.decode(errors="replace"))
        if header is None or int(header["size"]) > _MAX_SIZE:
            message = "line 1: expected the header of a partial counts file; write one with to_file(partial=True)"
            raise CountsError(message, line=1)
        counts = load_pyarrow().array(_weights(lines, int(header["size"])), "uint64")
        return cls(header["name"], counts, int(header["messages"]), int(header["tokens"]))


_MAX_SIZE = 1 << 20
"""The largest vocabulary of a table. A short file can claim any size."""
_HEADER = re.compile(
    r"# (?P<name>\w+): token counts of (?P<messages>\d{1,18}) messages, (?P<tokens>\d{1,18}) tokens;"
    r"(.*;)? vocabulary size (?P<size>\d{1,18}); ids not listed have count 0",
    re.ASCII,
)
_LINE = re.compile(rb"(\d{1,7})\t(\d{1,18})")


def _weights(lines: list[bytes], size: int) -> list[int]:
    """Returns the count of each id. Every id may be listed at most once."""
    weights = [0] * size
    for number, line in enumerate(lines, 2):
        if not line or line.startswith(b"#"):
            continue
        match = _LINE.fullmatch(line)
        id, weight = map(int, match.groups()) if match else (size, 0)
        if id >= size or weights[id]:
            raise CountsError(
                f"line {number}: expected an id below {size} that is not listed yet, a tab and a count", line=number
            )
        weights[id] = weight
    return weights


def _zeros(size: int) -> pyarrow.UInt64Array:
    pa = load_pyarrow()
    return pa.Array.from_buffers(pa.uint64(), size, [None, pa.py_buffer(bytes(8 * size))])


def load_pyarrow() -> Any:
    """Imports pyarrow, or raises an error that says how to install it."""
    try:
        import pyarrow
    except ImportError as error:
        raise ImportError("tokenwire.arrow needs pyarrow: pip install 'tokenwire[arrow]'") from error
    return pyarrow


def _sum(left: pyarrow.UInt64Array, right: pyarrow.UInt64Array) -> pyarrow.UInt64Array:
    import pyarrow.compute

    return pyarrow.compute.add_checked(left, right)
