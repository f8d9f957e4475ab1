"""Functions of SQL for any connection of the standard library's ``sqlite3``.

    tw_compress(text [, method [, encoding]])   the text as a blob
    tw_decompress(blob)                         the blob's text
    tw_ids(blob)                                its token ids, as JSON
    tw_method(blob)                             the method that it was written by
    tw_error()                                  why the last of these failed on this connection; NULL if it did not

NULL gives NULL. SQLite tells Python's callers only that a function failed, so ``tw_error()`` keeps the reason, until
one of them succeeds. Texts with lone surrogates are refused both ways: SQL's text cannot hold them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from . import prompts
from ._native import Document

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable


def register(connection: sqlite3.Connection) -> None:
    """Put the functions on this connection; they are deterministic, so indexes and generated columns may use them."""
    failed = _Failed()
    for name, arguments, work in _FUNCTIONS:
        connection.create_function(name, arguments, failed.noting(name, work), deterministic=True)
    connection.create_function("tw_error", 0, lambda: failed.why)


class _Failed:
    why: str | None = None

    def noting(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any) -> Any:
            try:
                result = None if None in arguments else work(*arguments)
            except Exception as error:
                self.why = f"{name}(): {error}"
                raise
            self.why = None
            return result

        return called


def _compress(text: str, method: str = "auto", encoding: str = prompts.ENCODING) -> bytes:
    return prompts.compress(text, method, encoding=encoding)


def _decompress(blob: bytes) -> str:
    text = prompts.decompress(blob)
    try:
        text.encode()  # Here, where the reason is kept: what sqlite3 does with the result comes too late.
    except UnicodeEncodeError:
        raise ValueError("the text holds a lone surrogate, which SQL's text cannot hold") from None
    return text


def _ids(blob: bytes) -> str:
    return json.dumps(Document(blob).decode(), separators=(",", ":"))


_FUNCTIONS: list[tuple[str, int, Callable[..., Any]]] = [
    ("tw_compress", 1, _compress),
    ("tw_compress", 2, _compress),
    ("tw_compress", 3, _compress),
    ("tw_decompress", 1, _decompress),
    ("tw_ids", 1, _ids),
    ("tw_method", 1, prompts.method_of),
]
