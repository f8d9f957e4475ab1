"""What can go wrong, where, and what to do about it: one tree, with ``Error`` at its root.

Arguments of a wrong type are ``TypeError``, as everywhere in Python.
"""


class Error(ValueError):
    """The root. Where there is a place, one of these says it, counted from 0:

    ``offset``    bytes of the payload, document, stream or text
    ``position``  items of the list of ids or tokens that was given or read
    ``line``      of a counts file, counted from 1
    ``row``       of a column (``tokenwire.arrow``); the others then count within it
    """

    def __init__(
        self,
        message: str = "",
        *,
        offset: int | None = None,
        position: int | None = None,
        line: int | None = None,
        row: int | None = None,
    ) -> None:
        super().__init__(message)
        self.offset = offset
        self.position = position
        self.line = line
        self.row = row


class CorruptError(Error):
    """Not a payload, document or stream, or a truncated one; or its source was cut off."""


class ChecksumError(CorruptError):
    """The checksum does not match: the document or stream was modified or truncated."""


class UnsupportedError(Error):
    """Of a version, coder or table that this release does not know: a newer one reads it."""


class WrongTableError(Error):
    """Written with a custom table, which has to be given to read it; or a call for text needs a table with an encoding."""


class LimitError(Error):
    """A limit is exceeded, such as ``max_size``."""


class UnknownIdError(Error):
    """A token id, rank or mapped id outside the vocabulary, or one that stands for no bytes."""


class UnknownTokenError(Error):
    """The vocabulary has no such token."""


class UnknownNameError(Error, LookupError):
    """No such encoding, coder or model."""


class NotUtf8Error(Error):
    """The tokens' bytes are no text; they can be had as bytes."""


class CountsError(Error):
    """A counts file is malformed."""


class StoreError(Error):
    """A prompt store cannot do that: it is no store, or of a later version."""
