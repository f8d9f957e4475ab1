"""Encodes and decodes whole Arrow columns of token ids, documents and texts, without a Python call for each row.

Needs pyarrow: ``pip install 'tokenwire[arrow]'``. The functions accept a ``pyarrow.Array`` or ``ChunkedArray``, or any
object with ``__arrow_c_array__`` or ``__arrow_c_stream__`` (Polars, nanoarrow). They return an ``Array`` or
``ChunkedArray`` with the same number of rows; nulls stay null. Large types (64-bit offsets) yield large types. Other
types hold up to 2^31 - 1 ids or bytes per chunk, and ``LimitError`` reports the row that exceeds this limit. Errors
have a ``row``, counted from 0 in the whole column.
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
    """Encodes lists of ids to a binary column, each row as a document or a payload.

    The lists are ``list``, ``large_list`` or ``fixed_size_list`` of uint32, int32, int64 or uint16; uint32 is read in
    place. Without an encoding or a table, the encoding is o200k_base. ``coder`` and ``max_size`` are those of
    ``DocumentWriter``. ``coder="stable"`` tries several coders and uses the smallest result; ``coder="prefix"`` is many
    times faster. ``gzip`` is that of ``Codec``, for payloads.
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
    """Decodes documents or payloads to ``list<uint32>``. A ``large_binary`` column becomes a ``large_list``.

    A document names its table, so ``table`` is only for documents with a custom table. A payload needs the encoding or
    table it was written with; the default is o200k_base. ``max_size`` limits the ids, and the bytes inside gzip, of
    each row.
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
    """Encodes texts to a binary column, each row as a document or a payload.

    Names of special tokens are ordinary text. The other arguments are those of ``encode_array``.
    """
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
    """Decodes documents or payloads to texts. The arguments are those of ``decode_array``."""
    reader = _reader(encoding, form, table, max_size)
    return _each(items, lambda chunk, first: _kernels.decode_text(chunk, reader, first))


def tokenize_array(texts: Any, encoding: str | None = None, *, special_tokens: bool = False) -> Column:
    """Tokenizes texts to ``list<uint32>``.

    Names of special tokens are ordinary text unless ``special_tokens`` is true.
    """
    encoding = encoding or ENCODING
    return _each(texts, lambda chunk, first: _kernels.tokenize(chunk, encoding, special_tokens, first))


def count_array(ids: Any, encoding: str | None = None, *, size: int | None = None) -> Counts:
    """Counts how often each id occurs in lists of the types of ``encode_array``.

    For ids of another vocabulary, ``size`` is the size of that vocabulary.
    """
    counts = Counts.empty(encoding, size=size)
    for chunk, first in _chunks(_column(ids)):
        chunk_counts, rows, tokens = _kernels.count(chunk, len(counts), first)
        counts += Counts(counts.name, load_pyarrow().array(chunk_counts), rows, tokens)
    return counts


def _default(encoding: str | None, table: Table | None) -> str | None:
    return ENCODING if encoding is None and table is None else encoding


def _writer(
    encoding: str | None, form: Form, coder: Coder, table: Table | None, max_size: int | None, gzip: bool
) -> DocumentWriter | Codec:
    encoding = _default(encoding, table)
    if not _is_payload(form):
        if gzip:
            raise ValueError('gzip= is only for payloads; for documents use coder="gzip"')
        return DocumentWriter(encoding, coder=coder, table=table, max_size=max_size)
    if coder != "stable":
        raise ValueError('coder= is only for documents; omit it, or use form="document"')
    return Codec(encoding, table=table, gzip=gzip, max_size=max_size)


def _reader(encoding: str | None, form: Form, table: Table | None, max_size: int | None) -> Any:
    if _is_payload(form):
        return Codec(_default(encoding, table), table=table, max_size=max_size)
    if encoding is not None:
        raise ValueError("encoding= is only for payloads; omit it, because a document names its encoding")
    return _kernels.DocumentReader(table=table, max_size=max_size)


def _is_payload(form: str) -> bool:
    if form not in ("document", "payload"):
        raise ValueError(f'form= must be "document" or "payload", not {form!r}')
    return form == "payload"


def _each(data: Any, kernel: Callable[[pyarrow.Array, int], Any]) -> Column:
    """Applies the kernel to each chunk."""
    pa = load_pyarrow()
    column = _column(data)
    if isinstance(column, pa.Array):
        return pa.array(kernel(column, 0))
    return pa.chunked_array([pa.array(kernel(chunk, first)) for chunk, first in _chunks(column)])


def _chunks(column: Column) -> Iterator[tuple[pyarrow.Array, int]]:
    """Yields each chunk with the number of its first row. A column without chunks yields an empty one of its type."""
    pa = load_pyarrow()
    first = 0
    chunks = [column] if isinstance(column, pa.Array) else column.chunks
    for chunk in chunks or [pa.array([], column.type)]:
        yield chunk, first
        first += len(chunk)


def _column(data: Any) -> Column:
    """Imports and validates a column. The validation is a full one, because the kernels read the buffers in place."""
    pa = load_pyarrow()
    if isinstance(data, pa.Array | pa.ChunkedArray):
        column = data
    elif hasattr(data, "__arrow_c_array__"):
        column = pa.array(data)
    elif hasattr(data, "__arrow_c_stream__"):
        column = pa.chunked_array(data)
    else:
        kind = type(data).__name__
        raise TypeError(f"expected a pyarrow Array or ChunkedArray, not {kind}; create one with pyarrow.array(...)")
    column.validate(full=True)
    return _plain(column)


def _plain(column: Column) -> Column:
    """Converts string and binary views, which Polars uses, to types that the kernels read."""
    pa = load_pyarrow()
    plain = {pa.string_view(): pa.large_string(), pa.binary_view(): pa.large_binary()}
    return column.cast(plain[column.type]) if column.type in plain else column
