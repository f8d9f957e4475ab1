"""Errors of the tacc API. Like tacc, it raises ``KeyError`` for unknown ids and tokens, here with their position."""

from __future__ import annotations

from ..errors import Error, UnknownIdError, UnknownTokenError


class UnknownKeyError(UnknownIdError, UnknownTokenError, KeyError):
    """The tokenizer does not have this id, mapped id or token."""

    # The ``__str__`` of KeyError would quote the message.
    __str__ = Exception.__str__


def key_error(error: Error) -> Error:
    """Converts errors for unknown ids and tokens to ``KeyError``. Returns other errors unchanged."""
    if isinstance(error, (UnknownIdError, UnknownTokenError)):
        return UnknownKeyError(str(error), position=error.position)
    return error
