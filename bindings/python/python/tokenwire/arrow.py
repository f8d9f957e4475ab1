"""Columns of Arrow: token ids, documents and texts, a row each, without a call for each row.

Needs pyarrow: ``pip install 'tokenwire[arrow]'``. Takes a ``pyarrow.Array`` or ``ChunkedArray``, or anything else with
``__arrow_c_array__`` or ``__arrow_c_stream__`` (Polars, nanoarrow), and gives an ``Array`` or ``ChunkedArray`` of
as many rows. A null stays null. Large types (offsets of 64 bits) give large types; others have room for 2^31 - 1 ids or
bytes a chunk, and ``LimitError`` says where there is no more. Errors have ``row``, counted from 0 in the whole column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ._counts import ENCODING, Counts, load_pyarrow
from ._native import Codec, DocumentWriter, Table
from ._native import arrow as _kernels

if TYPE_CHECKING:
    import pyarrow

Form: TypeAlias = Literal["document", "payload"]
Coder: TypeAlias = Literal["stable", "smallest", "stored", "thrift", "gzip", "prefix", "zstd", "hybrid"]
Column: TypeAlias = "pyarrow.Array | pyarrow.ChunkedArray"

__all__ = [
    "Counts",
    "count_array",
    "decode_array",
    "decode_text_array",
    "encode_array",
    "encode_text_array",
    "tokenize_array",
]


def encode_array(
    ids: Any,
    encoding: str | None = None,
    *,
    form: Form = "document",
    coder: Coder = "stable",
    table: Table | None = None,
    max_size: int | None = None,
    gzip: bool = False,
) -> Column:
    """Lists of ids -> binary: a document each, or a payload.

    Lists are ``list``, ``large_list`` or ``fixed_size_list`` of uint32, which are read in place, or of int32, int64
    or uint16. Without an encoding or a table, the encoding is o200k_base. ``coder`` and ``max_size`` are those of
    ``DocumentWriter``; ``coder="stable"`` tries several and uses the smallest, ``coder="prefix"`` is many times as fast.
    ``gzip`` is that of ``Codec``, for payloads.
    """
    writer = _writer(encoding, form, coder, table, max_size, gzip)
    return _each(ids, lambda chunk, first: _kernels.encode(chunk, writer, first))


def decode_array(
    items: Any,
    encoding: str | None = None,
    *,
    form: Form = "document",
    table: Table | None = None,
    max_size: int | None = None,
) -> Column:
    """Documents or payloads -> ``list<uint32>``, or ``large_list`` of ``large_binary``.

    A document names its table: ``table`` is for documents of a custom one. A payload needs the encoding or table that it was
    written with, o200k_base unless one is given. ``max_size`` limits the ids, and the bytes inside gzip, of one row.
    """
    reader = _reader(encoding, form, table, max_size)
    return _each(items, lambda chunk, first: _kernels.decode(chunk, reader, first))


def encode_text_array(
    texts: Any,
    encoding: str | None = None,
    *,
    form: Form = "document",
    coder: Coder = "stable",
    table: Table | None = None,
    max_size: int | None = None,
    gzip: bool = False,
) -> Column:
    """``string`` -> binary: a document each, or a payload. Names of special tokens are ordinary text."""
    writer = _writer(encoding, form, coder, table, max_size, gzip)
    return _each(texts, lambda chunk, first: _kernels.encode_text(chunk, writer, first))


def decode_text_array(
    items: Any,
    encoding: str | None = None,
    *,
    form: Form = "document",
    table: Table | None = None,
    max_size: int | None = None,
) -> Column:
    """Documents or payloads -> ``string``."""
    reader = _reader(encoding, form, table, max_size)
    return _each(items, lambda chunk, first: _kernels.decode_text(chunk, reader, first))


def tokenize_array(texts: Any, encoding: str | None = None, *, special_tokens: bool = False) -> Column:
    """``string`` -> ``list<uint32>``. Names of special tokens are ordinary text unless ``special_tokens``."""
    encoding = encoding or ENCODING
    return _each(texts, lambda chunk, first: _kernels.tokenize(chunk, encoding, special_tokens, first))


def count_array(ids: Any, encoding: str | None = None, *, size: int | None = None) -> Counts:
    """How often each id occurs, of lists as in ``encode_array``. Ids of another vocabulary have its ``size``."""
    counts = Counts.empty(encoding, size=size)
    for chunk, first in _chunks(_column(ids)):
        made, rows, tokens = _kernels.count(chunk, len(counts), first)
        counts += Counts(counts.name, load_pyarrow().array(made), rows, tokens)
    return counts


def _default(encoding: str | None, table: Table | None) -> str | None:
    return ENCODING if encoding is None and table is None else encoding


def _writer(
    encoding: str | None, form: Form, coder: Coder, table: Table | None, max_size: int | None, gzip: bool
) -> DocumentWriter | Codec:
    encoding = _default(encoding, table)
    if not _is_payload(form):
        if gzip:
            raise ValueError('gzip= is for payloads; of a document it is coder="gzip"')
        return DocumentWriter(encoding, coder=coder, table=table, max_size=max_size)
    if coder != "stable":
        raise ValueError("coder= is for documents")
    return Codec(encoding, table=table, gzip=gzip, max_size=max_size)


def _reader(encoding: str | None, form: Form, table: Table | None, max_size: int | None) -> Any:
    if _is_payload(form):
        return Codec(_default(encoding, table), table=table, max_size=max_size)
    if encoding is not None:
        raise ValueError("encoding= is for payloads: a document names its table, which knows its encoding")
    return _kernels.DocumentReader(table=table, max_size=max_size)


def _is_payload(form: str) -> bool:
    if form not in ("document", "payload"):
        raise ValueError(f'expected form="document" or form="payload", not {form!r}')
    return form == "payload"


def _each(given: Any, kernel: Callable[[pyarrow.Array, int], Any]) -> Column:
    """What the kernel makes of each chunk."""
    pa = load_pyarrow()
    column = _column(given)
    if isinstance(column, pa.Array):
        return pa.array(kernel(column, 0))
    return pa.chunked_array([pa.array(kernel(chunk, first)) for chunk, first in _chunks(column)])


def _chunks(column: Column) -> Iterator[tuple[pyarrow.Array, int]]:
    """Each with the number of its first row; at least one, which tells the type."""
    pa = load_pyarrow()
    first = 0
    chunks = [column] if isinstance(column, pa.Array) else column.chunks
    for chunk in chunks or [pa.array([], column.type)]:
        yield chunk, first
        first += len(chunk)


def _column(given: Any) -> Column:
    """Validated in full, since the kernels read its buffers where they lie."""
    pa = load_pyarrow()
    if isinstance(given, pa.Array | pa.ChunkedArray):
        column = given
    elif hasattr(given, "__arrow_c_array__"):
        column = pa.array(given)
    elif hasattr(given, "__arrow_c_stream__"):
        column = pa.chunked_array(given)
    else:
        kind = type(given).__name__
        raise TypeError(f"expected a pyarrow Array or ChunkedArray, not {kind}: make one with pyarrow.array(...)")
    column.validate(full=True)
    return _plain(column)


def _plain(column: Column) -> Column:
    """Views of strings and bytes, which Polars has, as what the kernels read."""
    pa = load_pyarrow()
    plain = {pa.string_view(): pa.large_string(), pa.binary_view(): pa.large_binary()}
    return column.cast(plain[column.type]) if column.type in plain else column
