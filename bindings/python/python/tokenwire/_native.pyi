"""The compiled module of tokenwire. ``import tokenwire`` exports the same names.

Token ids are a list, a tuple or a one-dimensional array; bytes are any bytes-like object. Every method can raise
``tokenwire.errors.Error``. Invalid arguments raise ``TypeError``, arrays that are not contiguous ``ValueError``, and
unaligned arrays ``BufferError``. One thread at a time may use an object with a ``push`` method; concurrent calls raise
``RuntimeError``.
"""

from array import array
from collections.abc import Sequence
from types import ModuleType
from typing import Any, Literal, Self, SupportsIndex, TypeAlias, final, overload

from numpy import uint32
from numpy.typing import NDArray

__all__ = [
    "ChatDecoder",
    "ChatEncoder",
    "Codec",
    "Detokenizer",
    "Document",
    "DocumentWriter",
    "Event",
    "StreamDecoder",
    "StreamEncoder",
    "Table",
    "Tokenizer",
    "__version__",
    "arrow",
    "coders",
    "encoding_for_model",
    "encodings",
    "form_of",
]

__version__: str

_Bytes: TypeAlias = bytes | bytearray | memoryview
# A str, or bytes, which need not be UTF-8.
_Text: TypeAlias = str | _Bytes
# A list, a tuple, or a buffer of u32, i32, i64, u64 or u16.
_Ids: TypeAlias = Sequence[SupportsIndex] | array[int] | memoryview | NDArray[Any]
_Coder: TypeAlias = Literal["stable", "smallest", "stored", "thrift", "gzip", "prefix", "zstd", "hybrid"]
_StreamCoder: TypeAlias = Literal["varint", "prefix"]

# The functions behind ``tokenwire.arrow``.
arrow: ModuleType

def encodings() -> list[str]:
    """Returns the names of all encodings."""

def coders() -> list[str]:
    """Returns the names of all document coders, in the order of their numbers."""

def encoding_for_model(model: str) -> str:
    """Returns the name of the encoding that a model uses, such as ``"o200k_base"`` for ``"gpt-4o"``."""

def form_of(data: _Bytes) -> Literal["payload", "gzip-payload", "document", "stream"] | None:
    """Detects the form of encoded data from its first bytes."""

@final
class Table:
    """A ranking of token ids by frequency, with their vocabulary if it is known.

    The most frequent id has rank 0; among equally frequent ids the lower one comes first.
    """

    @staticmethod
    def tacc_0_1_0(encoding: str) -> Table:
        """Returns the table of the counts that tacc 0.1.0 publishes. Payloads use it."""

    @staticmethod
    def chat_2026(encoding: str) -> Table:
        """Returns the table of counts of chat completions, prompts, code and documents.

        Documents and streams use it.
        """

    @staticmethod
    def from_counts(data: _Bytes, encoding: str | None = None) -> Table:
        """Reads a counts file, for custom counts or a custom vocabulary. Raises ``CountsError`` with the line number.

        ``encoding`` is the encoding of the ids; without it, only ids can be encoded and decoded.
        """

    @staticmethod
    def registered() -> list[Table]:
        """Returns all built-in tables, which documents and streams name by number."""

    @property
    def size(self) -> int:
        """The number of ids in the vocabulary."""

    @property
    def name(self) -> str:
        """The release and the vocabulary, such as ``"chat-2026/o200k"``, or ``"custom"``."""

    @property
    def encoding(self) -> str | None:
        """The name of the encoding of the ids, or None if it is unknown."""

    @property
    def number(self) -> int | None:
        """The registered number of a built-in table, or None for a custom one."""

    @property
    def fingerprint(self) -> str:
        """A hash of the counts, as 16 hexadecimal digits."""

    def rank(self, id: int) -> int | None:
        """Returns the rank of a token id, or None if the id is outside the vocabulary."""

    def id(self, rank: int) -> int | None:
        """Returns the token id of a rank, or None if the rank is outside the table."""

    def weight(self, rank: int) -> int | None:
        """Returns the count of the token of this rank, or None if the rank is outside the table."""

    def __len__(self) -> int: ...

@final
class Codec:
    """Converts token ids, mapped ids, raw ids, tokens or text to payloads and back.

    Payloads are byte for byte those of tacc 0.1.0. A payload has no header, so both sides must use the same table.
    """

    def __new__(
        cls, encoding: str | None = None, *, table: Table | None = None, gzip: bool = False, max_size: int | None = None
    ) -> Self:
        """Creates a codec for an encoding, with its table tacc-0.1.0, or for a table.

        ``max_size`` limits the inflated size of a gzip payload in bytes; the default is 64 MiB.
        """

    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    @property
    def table(self) -> Table:
        """The table."""

    @property
    def encoding(self) -> str | None:
        """The name of the table's encoding, or None."""

    @property
    def gzip(self) -> bool:
        """Whether payloads are compressed with gzip."""

    def encode(self, ids: _Ids) -> bytes:
        """Encodes token ids as a payload."""

    @overload
    def decode(self, payload: _Bytes, *, out: Literal["list"] = "list") -> list[int]: ...
    @overload
    def decode(self, payload: _Bytes, *, out: Literal["numpy"]) -> NDArray[uint32]:
        """Decodes a payload, plain or gzip, to token ids."""

    def encode_text(self, text: _Text, *, special_tokens: bool = False) -> bytes:
        """Encodes a text as a payload. Names of special tokens are ordinary text unless ``special_tokens`` is true."""

    def decode_text(self, payload: _Bytes) -> str:
        """Decodes a payload to text. Raises ``NotUtf8Error`` if the bytes are not UTF-8."""

    def decode_bytes(self, payload: _Bytes) -> bytes:
        """Decodes a payload to the bytes of its text, which need not be UTF-8."""

    def encode_tokens(self, tokens: Sequence[_Text]) -> bytes:
        """Encodes ordinary tokens, each given as bytes or text, as a payload.

        ``Tokenizer.id`` returns the ids of special tokens.
        """

    def decode_tokens(self, payload: _Bytes) -> list[bytes]:
        """Decodes a payload to the bytes of each token; a special token yields its name."""

    def encode_mapped(self, mapped: _Ids) -> bytes:
        """Encodes mapped ids as a payload.

        The most frequent token has mapped id 0, the next ones 1, -1, 2, -2 and so on.
        """

    def decode_mapped(self, payload: _Bytes) -> list[int]:
        """Decodes a payload to mapped ids."""

    def encode_raw(self, ids: _Ids) -> bytes:
        """Encodes ids as a payload without mapping them through the table.

        Only ``decode_raw`` decodes it correctly.
        """

    @overload
    def decode_raw(self, payload: _Bytes, *, out: Literal["list"] = "list") -> list[int]: ...
    @overload
    def decode_raw(self, payload: _Bytes, *, out: Literal["numpy"]) -> NDArray[uint32]:
        """Decodes a payload of ``encode_raw`` to ids."""

    def mapped_id(self, id: int) -> int | None:
        """Returns the mapped id of a token id, or None if the id is outside the vocabulary."""

    def token_id(self, mapped: int) -> int | None:
        """Returns the token id of a mapped id, or None if the mapped id is outside the table."""

    def max_encoded_len(self, items: int) -> int:
        """Returns the largest number of bytes that a payload of ``items`` ids can take."""

@final
class DocumentWriter:
    """Encodes token ids or text as documents: a header that names the table, a body and a checksum."""

    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    def __new__(
        cls, encoding: str | None = None, *, coder: _Coder = "stable", table: Table | None = None, max_size: int | None = None
    ) -> Self:
        """Creates a writer for an encoding, with its table chat-2026, or for a table.

        ``coder`` is one of ``coders()``, ``"stable"`` or ``"smallest"``. ``"stable"`` writes the smallest of stored,
        thrift, gzip and prefix, and means the same in every release. ``"smallest"`` writes the smallest of all coders.
        ``max_size`` limits the bytes of text and the number of ids; the default is 64 Mi.
        """

    @property
    def table(self) -> Table:
        """The table."""

    def encode(self, ids: _Ids) -> bytes:
        """Encodes token ids as a document."""

    def encode_text(self, text: _Text, *, special_tokens: bool = False) -> bytes:
        """Encodes a text as a document. Names of special tokens are ordinary text unless ``special_tokens`` is true."""

    def max_encoded_len(self, ids: int) -> int:
        """Returns the largest number of bytes that a document of ``ids`` ids can take."""

@final
class Document:
    """A document whose checksum has been verified. It names the table and the coder it was written with."""

    def __new__(cls, data: _Bytes, *, table: Table | None = None, max_size: int | None = None) -> Self:
        """Opens a document and verifies its checksum.

        ``table`` is the custom table, for documents that were written with one. ``max_size`` limits the bytes of text
        and the number of ids; the default is 64 Mi. Raises ``ChecksumError``, ``CorruptError`` or ``UnsupportedError``,
        and ``WrongTableError`` if the custom table is missing or is a different one.
        """

    @property
    def coder(self) -> str:
        """The name of the coder that wrote the body."""

    @property
    def encoding(self) -> str | None:
        """The name of the table's encoding, or None."""

    @property
    def table(self) -> Table:
        """The table that the document was written with."""

    @property
    def stores_text(self) -> bool:
        """Whether the document stores text instead of ids."""

    @property
    def body_len(self) -> int:
        """The size of the body in bytes, without header and checksum."""

    @property
    def checksum(self) -> str:
        """The name of the checksum, such as ``"CRC-16"``."""

    @overload
    def decode(self, *, out: Literal["list"] = "list") -> list[int]: ...
    @overload
    def decode(self, *, out: Literal["numpy"]) -> NDArray[uint32]:
        """Decodes the document to token ids. Stored text is tokenized with the document's encoding."""

    def decode_text(self) -> str:
        """Decodes the document to text, including lone surrogates.

        Raises ``NotUtf8Error`` if the bytes are not UTF-8.
        """

    def decode_bytes(self) -> bytes:
        """Decodes the document to the bytes of its text, which need not be UTF-8."""

    def __len__(self) -> int: ...
    def __bytes__(self) -> bytes: ...

@final
class Tokenizer:
    """Converts text to token ids and back. The ids are those of tiktoken."""

    def __new__(cls, encoding: str) -> Self: ...
    @property
    def encoding(self) -> str:
        """The name of the encoding."""

    @property
    def size(self) -> int:
        """The number of ids in the vocabulary."""

    @overload
    def encode(self, text: _Text, *, special_tokens: bool = False, out: Literal["list"] = "list") -> list[int]: ...
    @overload
    def encode(self, text: _Text, *, special_tokens: bool = False, out: Literal["numpy"]) -> NDArray[uint32]:
        """Tokenizes a text. Names of special tokens are ordinary text unless ``special_tokens`` is true."""

    def decode(self, ids: _Ids) -> str:
        """Decodes token ids to text. Raises ``NotUtf8Error`` if the bytes are not UTF-8."""

    def decode_bytes(self, ids: _Ids) -> bytes:
        """Decodes token ids to the bytes of their text, which need not be UTF-8."""

    def token(self, id: int) -> bytes | None:
        """Returns the bytes of a token or the name of a special token, or None if the vocabulary has no such id."""

    def id(self, token: _Text) -> int | None:
        """Returns the id of the token with these bytes or of the special token with this name, or None."""

@final
class Detokenizer:
    """Decodes ids to text as they arrive. Only whole characters are returned."""

    def __new__(cls, encoding: str) -> Self: ...
    def push(self, ids: int | _Ids) -> bytes:
        """Accepts one id or several and returns the text they complete, as bytes.

        The bytes are UTF-8 unless the tokens themselves are not. If the call raises, none of the ids is accepted.
        """

    def finish(self) -> bytes:
        """Returns the bytes of an incomplete last character, or empty bytes, and resets the detokenizer."""

@final
class StreamEncoder:
    """Encodes token ids as a stream while they arrive. Each method returns the bytes to send."""

    def __new__(cls, encoding: str | None = None, *, coder: _StreamCoder = "varint", table: Table | None = None) -> Self:
        """Creates an encoder for an encoding, with its table chat-2026, or for a table."""

    def push(self, ids: _Ids) -> bytes:
        """Encodes these ids. If the call raises, none of them is encoded."""

    def flush(self) -> bytes:
        """Returns the bytes the decoder still needs to read everything pushed so far. The varint coder needs none."""

    def ping(self) -> bytes:
        """Returns a keep-alive."""

    def end(self) -> bytes:
        """Ends the stream after a complete source. Nothing can be written afterwards."""

    def abort(self) -> bytes:
        """Ends the stream after a source that was cut off. Nothing can be written afterwards."""

    @property
    def offset(self) -> int:
        """The number of bytes written so far."""

    @property
    def token_count(self) -> int:
        """The number of tokens encoded so far."""

    @property
    def has_ended(self) -> bool:
        """Whether ``end`` or ``abort`` has been called."""

@final
class StreamDecoder:
    """Decodes a stream to token ids while its bytes arrive."""

    def __new__(cls, *, table: Table | None = None) -> Self: ...
    @overload
    def push(self, data: _Bytes, *, out: Literal["list"] = "list") -> list[int]: ...
    @overload
    def push(self, data: _Bytes, *, out: Literal["numpy"]) -> NDArray[uint32]:
        """Accepts the next bytes and returns the ids they complete.

        Ids before an error are returned first; the next call or ``finish`` raises the error.
        """

    def finish(self) -> None:
        """Raises unless the stream has ended, its checksum matched and nothing follows.

        Call it after the last bytes.
        """

    @property
    def has_ended(self) -> bool:
        """Whether the end of the stream has been read and its checksum matched."""

    @property
    def offset(self) -> int:
        """The number of bytes read so far."""

    @property
    def encoding(self) -> str | None:
        """The name of the encoding, or None until the header has been read."""

@final
class ChatEncoder:
    """Encodes a model server's response (server-sent events or NDJSON) as it arrives.

    Each method returns the bytes to send.
    """

    def __new__(
        cls,
        encoding: str | None = None,
        *,
        coder: _StreamCoder = "varint",
        table: Table | None = None,
        keep_padding: bool = False,
    ) -> Self:
        """Creates an encoder for an encoding or a table.

        Without either, the encoder uses the encoding of the model that the first event names, or o200k_base.
        ``keep_padding`` also encodes the padding that some servers add to hide lengths.
        """

    def push(self, data: _Bytes) -> bytes:
        """Accepts the server's next bytes and returns the encoding of the events they complete."""

    def flush_partial(self) -> bytes:
        """Encodes what has arrived of an unfinished event.

        Call it, then ``flush``, if the server pauses: after some 20 ms at the end of a line, and after some 250 ms
        elsewhere.
        """

    def tokens(self, ids: _Ids) -> bytes:
        """Encodes an event that repeats the last one, with the text of these tokens in place of its text."""

    def flush(self) -> bytes:
        """Returns the bytes the decoder still needs to read everything pushed so far. The varint coder needs none."""

    def ping(self) -> bytes:
        """Returns a keep-alive."""

    def end(self) -> bytes:
        """Ends the stream after a complete response."""

    def abort(self) -> bytes:
        """Ends the stream after a response that was cut off; the decoder raises an error at this point."""

    @property
    def token_count(self) -> int:
        """The number of tokens encoded so far."""

@final
class ChatDecoder:
    """Decodes a stream to the model server's events, byte for byte."""

    def __new__(cls, *, table: Table | None = None) -> Self: ...
    def push(self, data: _Bytes) -> list[Event]:
        """Accepts the stream's next bytes and returns the events they complete.

        Events before an error are returned first; the next call or ``finish`` raises the error. One byte can encode up
        to 24 KiB of events, so push an untrusted stream 256 bytes at a time.
        """

    def push_bytes(self, data: _Bytes) -> bytes:
        """Like ``push``, but returns the events' bytes, concatenated."""

    def finish(self) -> None:
        """Raises unless the stream has ended and its checksum matched. Call it after the last bytes."""

    @property
    def has_ended(self) -> bool:
        """Whether the stream has ended after a complete response and all its events were returned."""

    @property
    def encoding(self) -> str | None:
        """The name of the encoding, or None until the header has been read."""

@final
class Event:
    """One event of the model server."""

    @property
    def bytes(self) -> bytes:
        """The bytes of the event."""

    @property
    def text(self) -> str:
        """The text in the event, unescaped: of a message, of tool arguments or of reasoning."""

    @property
    def ids(self) -> list[int]:
        """The token ids of that text; empty if the text was not encoded as tokens."""

    @property
    def foreign_ids(self) -> list[int]:
        """Ids of another vocabulary that the server sent in the event."""

    @property
    def source(self) -> Literal["exact", "derived", "foreign"]:
        """Where the ids come from.

        ``"exact"``: the server sent them. ``"derived"``: the encoder tokenized the text. ``"foreign"``: the encoder
        tokenized the text, because the server sent ids of another vocabulary.
        """

    @property
    def complete(self) -> bool:
        """Whether ``bytes`` is one whole event.

        False for the pieces of an event that is very long or was encoded before it ended, and for a cut-off last event.
        """
