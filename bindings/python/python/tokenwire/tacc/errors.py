"""tacc raises ``KeyError`` for what it does not know; so does this, with tokenwire's place in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import UnknownIdError, UnknownTokenError


class UnknownKeyError(UnknownIdError, UnknownTokenError, KeyError):
    """An id, mapped id or token that the tokenizer does not have."""

    # A KeyError would show its message in quotes.
    __str__ = Exception.__str__


@contextmanager
def key_errors() -> Iterator[None]:
    """What is unknown becomes a ``KeyError``."""
    try:
        yield
    except (UnknownIdError, UnknownTokenError) as error:
        raise UnknownKeyError(str(error), position=error.position) from None
