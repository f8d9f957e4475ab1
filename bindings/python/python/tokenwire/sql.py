"""SQL functions for any connection of the standard library's ``sqlite3``.

    tw_compress(text [, method [, encoding]])   returns the text as a blob
    tw_decompress(blob)                         returns the text of a blob
    tw_ids(blob)                                returns the token ids of a blob, as JSON
    tw_method(blob)                             returns the method that compressed a blob
    tw_error()                                  returns why the last call on this connection failed, or NULL

Functions return NULL for NULL. SQLite reports to Python only that a function failed; ``tw_error()`` returns the reason
until a call succeeds. Texts with lone surrogates fail in both directions, because SQL text cannot represent them.
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
    """Registers the functions on the connection.

    They are deterministic, so indexes and generated columns can use them.
    """
    last_error = _LastError()
    for name, arguments, work in _FUNCTIONS:
        connection.create_function(name, arguments, last_error.recording(name, work), deterministic=True)
    connection.create_function("tw_error", 0, lambda: last_error.message)


class _LastError:
    """The error message of the last call on a connection, or None if the call succeeded."""

    message: str | None = None

    def recording(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*arguments: Any) -> Any:
            try:
                result = None if None in arguments else work(*arguments)
            except Exception as error:
                self.message = f"{name}(): {error}"
                raise
            self.message = None
            return result

        return wrapper


def _compress(text: str, method: str = "auto", encoding: str = prompts.ENCODING) -> bytes:
    return prompts.compress(text, method, encoding=encoding)


def _decompress(blob: bytes) -> str:
    text = prompts.decompress(blob)
    try:
        # sqlite3 would encode the result only after this call, too late for tw_error().
        text.encode()
    except UnicodeEncodeError:
        message = "the text contains a lone surrogate, which SQL text cannot represent; use tokenwire.decompress()"
        raise ValueError(message) from None
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
