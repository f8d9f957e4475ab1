"""Prompts at rest: a text to a blob, and back to the byte.

A blob is a document, which says itself how to read it: method and encoding are needed for writing only.

That it was changed is found by its checksum, a CRC-16 in documents of up to 1,024 bytes and a CRC-32 in longer ones.
Every single flipped bit is found; of arbitrary damage to a short one, one change in 65,536 passes.
"""

from __future__ import annotations

import difflib
import functools
from typing import Any, NoReturn, TypeAlias

from ._native import Document, DocumentWriter, coders
from .errors import UnknownNameError

Blob: TypeAlias = bytes | bytearray | memoryview

ENCODING = "o200k_base"
# Methods that are named otherwise than the coder of documents; all others have the coder's own name.
_CODERS = {"auto": "smallest", "token": "thrift"}
_METHODS = {coder: method for method, coder in _CODERS.items()}
METHODS = ("auto", *(_METHODS.get(coder, coder) for coder in coders()))


def compress(text: str, method: str = "auto", *, encoding: str = ENCODING) -> bytes:
    """The text as a blob; ``"auto"`` tries every method and takes the shortest.

    Names of special tokens in it are ordinary text; lone surrogates come back as they were.
    """
    if not isinstance(text, str):
        _wrong("text", "a str", text)
    return _writer_of(method, encoding).encode_text(text)


def decompress(blob: Blob) -> str:
    """The text of a blob of any method and encoding; a blob that was changed or cut raises."""
    return _document(blob).decode_text()


def decompress_bytes(blob: Blob) -> bytes:
    """The UTF-8 of a blob's text; of a document that holds no text, the bytes of its tokens."""
    return _document(blob).decode_bytes()


def method_of(blob: Blob) -> str:
    """The method that a blob was written by; of ``"auto"``, the one that it took."""
    coder = _document(blob).coder
    return _METHODS.get(coder, coder)


def _document(blob: Blob) -> Document:
    try:
        return Document(blob)
    except TypeError as error:
        raise TypeError(f"blob: {error}") from None


def _writer_of(method: str, encoding: str) -> DocumentWriter:
    if not isinstance(method, str):
        _wrong("method", "a str", method)
    if not isinstance(encoding, str):
        _wrong("encoding", "a str", encoding)
    return _writer(method, encoding)


@functools.lru_cache(maxsize=64)
def _writer(method: str, encoding: str) -> DocumentWriter:
    if method not in METHODS:
        raise ValueError(_no_such(method))
    coder: Any = _CODERS.get(method, method)
    try:
        return DocumentWriter(encoding, coder=coder)
    except UnknownNameError as error:
        raise UnknownNameError(f"encoding: {error}") from None


def _no_such(method: str) -> str:
    nearest = difflib.get_close_matches(method, METHODS, 1, cutoff=0)[0]
    return f"method: no method {method!r}; the nearest is {nearest!r}; known: {', '.join(METHODS)}"


def _wrong(argument: str, expected: str, given: object) -> NoReturn:
    raise TypeError(f"{argument} must be {expected}, not {type(given).__name__}")
