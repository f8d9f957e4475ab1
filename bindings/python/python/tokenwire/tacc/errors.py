"""tacc raises ``KeyError`` for what it does not know; so does this, with tokenwire's place in it."""

from __future__ import annotations

from ..errors import Error, UnknownIdError, UnknownTokenError


class UnknownKeyError(UnknownIdError, UnknownTokenError, KeyError):
    """An id, mapped id or token that the tokenizer does not have."""

    # A KeyError would show its message in quotes.
    __str__ = Exception.__str__


def key_error(error: Error) -> Error:
    """What is unknown becomes a ``KeyError``; all else stays what it is."""
    if isinstance(error, (UnknownIdError, UnknownTokenError)):
        return UnknownKeyError(str(error), position=error.position)
    return error
