"""Exceptions that tokenwire raises. All of them are subclasses of ``Error``.

Arguments of the wrong type raise ``TypeError``, as everywhere in Python.
"""


class Error(ValueError):
    """The base class. Its attributes locate the error and are None where they do not apply:

    ``offset``    the byte in the payload, document, stream or text, counted from 0
    ``position``  the item in the list of ids or tokens, counted from 0
    ``line``      the line of a counts file, counted from 1
    ``row``       the row of a column (``tokenwire.arrow``), counted from 0; ``offset`` and ``position`` count within it
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
    """The input is not a valid payload, document or stream, is truncated, or ends because its source was cut off."""


class ChecksumError(CorruptError):
    """The checksum does not match: the document or stream was modified or truncated."""


class UnsupportedError(Error):
    """The input uses a version, coder or table that this release does not know. Read it with a newer release."""


class WrongTableError(Error):
    """The input was written with another table, or the call needs a table with an encoding.

    Pass the custom table that the input was written with. To convert ids to text, pass a table with an encoding.
    """


class LimitError(Error):
    """The input or output exceeds a limit, such as ``max_size``."""


class UnknownIdError(Error):
    """A token id, rank or mapped id is outside the vocabulary, or the id has no bytes."""


class UnknownTokenError(Error):
    """The vocabulary has no token with these bytes."""


class UnknownNameError(Error, LookupError):
    """There is no encoding, coder or model with this name."""


class NotUtf8Error(Error):
    """The bytes of the tokens are not UTF-8. Decode them as bytes instead."""


class CountsError(Error):
    """A counts file is malformed."""


class StoreError(Error):
    """A prompt store cannot be opened, read or written."""
