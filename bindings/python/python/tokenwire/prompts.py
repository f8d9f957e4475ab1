"""Compresses prompts for storage: a text to a blob, and back without loss.

A blob is a document, which names its coder and its table. So only compression needs a method and an encoding.

A checksum detects changes: a CRC-16 in documents of up to 1,024 bytes, a CRC-32 in longer ones. It detects every single
flipped bit. One in 65,536 arbitrary changes to a short document goes undetected.
"""

from __future__ import annotations

import difflib
import functools
from typing import Any, NoReturn, TypeAlias

from ._native import Document, DocumentWriter, coders
from .errors import UnknownNameError

Blob: TypeAlias = bytes | bytearray | memoryview

ENCODING = "o200k_base"
# The methods whose names differ from the name of the coder; the other methods are named like their coder.
_CODERS = {"auto": "smallest", "token": "thrift"}
_METHODS = {coder: method for method, coder in _CODERS.items()}
METHODS = ("auto", *(_METHODS.get(coder, coder) for coder in coders()))


def compress(text: str, method: str = "auto", *, encoding: str = ENCODING) -> bytes:
    """Compresses a text to a blob. ``"auto"`` tries every method and returns the shortest blob.

    Names of special tokens are ordinary text. Lone surrogates round-trip.
    """
    if not isinstance(text, str):
        _raise_type_error("text", "a str", text)
    return _writer_of(method, encoding).encode_text(text)


def decompress(blob: Blob) -> str:
    """Returns the text of a blob of any method and encoding. Raises if the blob was modified or truncated."""
    return _document(blob).decode_text()


def decompress_bytes(blob: Blob) -> bytes:
    """Returns the text of a blob as UTF-8, or the bytes of its tokens if they are not UTF-8."""
    return _document(blob).decode_bytes()


def method_of(blob: Blob) -> str:
    """Returns the method that compressed a blob; for ``"auto"``, the method that it chose."""
    coder = _document(blob).coder
    return _METHODS.get(coder, coder)


def _document(blob: Blob) -> Document:
    try:
        return Document(blob)
    except TypeError as error:
        raise TypeError(f"blob: {error}") from None


def _writer_of(method: str, encoding: str) -> DocumentWriter:
    if not isinstance(method, str):
        _raise_type_error("method", "a str", method)
    if not isinstance(encoding, str):
        _raise_type_error("encoding", "a str", encoding)
    return _writer(method, encoding)


@functools.lru_cache(maxsize=64)
def _writer(method: str, encoding: str) -> DocumentWriter:
    if method not in METHODS:
        raise ValueError(_unknown_method(method))
    coder: Any = _CODERS.get(method, method)
    try:
        return DocumentWriter(encoding, coder=coder)
    except UnknownNameError as error:
        raise UnknownNameError(f"encoding: {error}") from None


def _unknown_method(method: str) -> str:
    nearest = difflib.get_close_matches(method, METHODS, 1, cutoff=0)[0]
    return f"unknown method {method!r}; did you mean {nearest!r}? known methods: {', '.join(METHODS)}"


def _raise_type_error(argument: str, expected: str, value: object) -> NoReturn:
    raise TypeError(f"{argument} must be {expected}, not {type(value).__name__}")
