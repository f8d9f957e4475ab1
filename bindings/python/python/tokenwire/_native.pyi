"""What the compiled half of tokenwire offers; ``import tokenwire`` gives the same names.

Shapes: token ids are one list or one array of one dimension; bytes are bytes-like. Every method may raise
``tokenwire.errors.Error``, or what Python raises for an argument that is none: ``TypeError``; ``ValueError`` for arrays that are
not contiguous; ``BufferError`` for unaligned ones. What has ``push`` has one user at a time; a second thread gets a ``RuntimeError``.
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
# Text, or its bytes, UTF-8 or not.
_Text: TypeAlias = str | _Bytes
# A list, a tuple, or a buffer of u32, i32, i64, u64 or u16.
_Ids: TypeAlias = Sequence[SupportsIndex] | array[int] | memoryview | NDArray[Any]
_Coder: TypeAlias = Literal["stable", "smallest", "stored", "thrift", "gzip", "prefix", "zstd", "hybrid"]
_StreamCoder: TypeAlias = Literal["varint", "prefix"]

# The kernels of ``tokenwire.arrow``.
arrow: ModuleType

def encodings() -> list[str]:
    """The names of all encodings."""

def coders() -> list[str]:
    """The names of all coders that a document may have, in the order of their numbers."""

def encoding_for_model(model: str) -> str:
    """The encoding that a model uses, as ``"o200k_base"`` of ``"gpt-4o"``."""

def form_of(data: _Bytes) -> Literal["payload", "gzip-payload", "document", "stream"] | None:
    """Detects the form of these bytes by their beginning."""

@final
class Table:
    """Ranks from token counts, with the vocabulary of the ids if it is known.

    The most frequent id has rank 0; of equally frequent ids the lower one comes first.
    """

    @staticmethod
    def tacc_0_1_0(encoding: str) -> Table:
        """The counts that tacc 0.1.0 publishes: the table of payloads."""

    @staticmethod
    def chat_2026(encoding: str) -> Table:
        """Counts of chat completions, prompts, code and documents: the table of documents and streams."""

    @staticmethod
    def from_counts(data: _Bytes, encoding: str | None = None) -> Table:
        """Reads a counts file, for custom counts or a custom vocabulary. Raises ``CountsError`` with the line.

        ``encoding`` is the encoding of the ids; without one, only ids can be encoded and decoded.
        """

    @staticmethod
    def registered() -> list[Table]:
        """Returns all built-in tables that documents and streams name by a number."""

    @property
    def size(self) -> int:
        """Ids in the vocabulary."""

    @property
    def name(self) -> str:
        """Release and vocabulary, such as ``"chat-2026/o200k"``, or ``"custom"``."""

    @property
    def encoding(self) -> str | None:
        """The name of the encoding of the ids."""

    @property
    def number(self) -> int | None:
        """The registered number of a built-in table."""

    @property
    def fingerprint(self) -> str:
        """A hash of the counts, 16 hexadecimal digits."""

    def rank(self, id: int) -> int | None:
        """Rank of a token id."""

    def id(self, rank: int) -> int | None:
        """Token id of a rank."""

    def weight(self, rank: int) -> int | None:
        """How often the token of this rank was counted."""

    def __len__(self) -> int: ...

@final
class Codec:
    """Token ids, mapped ids, raw ids, tokens or text <-> payloads, byte for byte what tacc 0.1.0 writes.

    A payload has no header: both sides have to use the same table.
    """

    def __new__(
        cls, encoding: str | None = None, *, table: Table | None = None, gzip: bool = False, max_size: int | None = None
    ) -> Self:
        """Takes an encoding, whose table is tacc-0.1.0, or a table.

        ``max_size`` limits the bytes that a gzip payload may hold; the default is 64 MiB.
        """

    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    @property
    def table(self) -> Table: ...
    @property
    def encoding(self) -> str | None:
        """The name of the table's encoding."""

    @property
    def gzip(self) -> bool: ...
    def encode(self, ids: _Ids) -> bytes:
        """Payload of token ids."""

    @overload
    def decode(self, payload: _Bytes, *, out: Literal["list"] = "list") -> list[int]: ...
    @overload
    def decode(self, payload: _Bytes, *, out: Literal["numpy"]) -> NDArray[uint32]:
        """Token ids of a payload, plain or gzip."""

    def encode_text(self, text: _Text, *, special_tokens: bool = False) -> bytes:
        """Payload of a text; names of special tokens in it are ordinary text unless ``special_tokens``."""

    def decode_text(self, payload: _Bytes) -> str:
        """Text of a payload. Raises ``NotUtf8Error`` where it is none."""

    def decode_bytes(self, payload: _Bytes) -> bytes:
        """Text of a payload as bytes, UTF-8 or not."""

    def encode_tokens(self, tokens: Sequence[_Text]) -> bytes:
        """Payload of ordinary tokens, each as bytes or as text; ``Tokenizer.id`` has the ids of special ones."""

    def decode_tokens(self, payload: _Bytes) -> list[bytes]:
        """The bytes of each token of a payload, special ones by name."""

    def encode_mapped(self, mapped: _Ids) -> bytes:
        """Payload of mapped ids: 0 is the most frequent token's, then 1, -1, 2, -2."""

    def decode_mapped(self, payload: _Bytes) -> list[int]:
        """Mapped ids of a payload."""

    def encode_raw(self, ids: _Ids) -> bytes:
        """Payload of ids as they are, without a table; only ``decode_raw`` reads it right."""

    @overload
    def decode_raw(self, payload: _Bytes, *, out: Literal["list"] = "list") -> list[int]: ...
    @overload
    def decode_raw(self, payload: _Bytes, *, out: Literal["numpy"]) -> NDArray[uint32]:
        """Ids of a payload that ``encode_raw`` wrote."""

    def mapped_id(self, id: int) -> int | None:
        """Mapped id of a token id, or None outside the vocabulary."""

    def token_id(self, mapped: int) -> int | None:
        """Token id of a mapped id, or None outside the table."""

    def max_encoded_len(self, items: int) -> int:
        """Most bytes that a payload of so many ids takes."""

@final
class DocumentWriter:
    """Text or token ids -> documents: a header that names the table, a body, and a checksum."""

    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
    def __new__(
        cls, encoding: str | None = None, *, coder: _Coder = "stable", table: Table | None = None, max_size: int | None = None
    ) -> Self:
        """Takes an encoding, whose table is chat-2026, or a table.

        ``coder``: one of ``coders()``; ``"stable"``, the smallest of stored, thrift, gzip and prefix, in every release; or
        ``"smallest"``, the smallest of all. ``max_size`` limits the bytes of text, and the ids; the default is 64 Mi.
        """

    @property
    def table(self) -> Table: ...

    def encode(self, ids: _Ids) -> bytes:
        """Document of token ids."""

    def encode_text(self, text: _Text, *, special_tokens: bool = False) -> bytes:
        """Document of a text; names of special tokens in it are ordinary text unless ``special_tokens``."""

    def max_encoded_len(self, ids: int) -> int:
        """Most bytes that a document of so many ids takes."""

@final
class Document:
    """A document with a correct checksum. It names the table and the coder that it was written with."""

    def __new__(cls, data: _Bytes, *, table: Table | None = None, max_size: int | None = None) -> Self:
        """Raises ``ChecksumError``, ``CorruptError``, ``UnsupportedError``, or ``WrongTableError`` without the custom table it needs.

        ``max_size`` limits the bytes of text, and the ids; the default is 64 Mi.
        """

    @property
    def coder(self) -> str:
        """How the body is written."""

    @property
    def encoding(self) -> str | None:
        """The name of the table's encoding."""

    @property
    def table(self) -> Table:
        """The table that the document was written with."""

    @property
    def stores_text(self) -> bool:
        """Whether the text itself is stored, not ids."""

    @property
    def body_len(self) -> int:
        """Bytes of the body."""

    @property
    def checksum(self) -> str:
        """The checksum's name."""

    @overload
    def decode(self, *, out: Literal["list"] = "list") -> list[int]: ...
    @overload
    def decode(self, *, out: Literal["numpy"]) -> NDArray[uint32]:
        """Token ids; of a stored text, those that its encoding's tokenizer gives."""

    def decode_text(self) -> str:
        """The text, lone surrogates included. Raises ``NotUtf8Error`` where it is none."""

    def decode_bytes(self) -> bytes:
        """The text as bytes, UTF-8 or not."""

    def __len__(self) -> int: ...
    def __bytes__(self) -> bytes: ...

@final
class Tokenizer:
    """Text <-> token ids, as tiktoken does it."""

    def __new__(cls, encoding: str) -> Self: ...
    @property
    def encoding(self) -> str: ...
    @property
    def size(self) -> int:
        """Ids in the vocabulary."""

    @overload
    def encode(self, text: _Text, *, special_tokens: bool = False, out: Literal["list"] = "list") -> list[int]: ...
    @overload
    def encode(self, text: _Text, *, special_tokens: bool = False, out: Literal["numpy"]) -> NDArray[uint32]:
        """Token ids of a text; names of special tokens in it are ordinary text unless ``special_tokens``."""

    def decode(self, ids: _Ids) -> str:
        """Text of token ids. Raises ``NotUtf8Error`` where it is none."""

    def decode_bytes(self, ids: _Ids) -> bytes:
        """Text of token ids as bytes, UTF-8 or not."""

    def token(self, id: int) -> bytes | None:
        """The bytes of a token, the name of a special one, or None outside the vocabulary and in its gaps."""

    def id(self, token: _Text) -> int | None:
        """The id of a token's bytes, or of a special token's name."""

@final
class Detokenizer:
    """Decodes ids to text as they arrive, without ever returning half a character."""

    def __new__(cls, encoding: str) -> Self: ...
    def push(self, ids: int | _Ids) -> bytes:
        """Takes one id or several and returns the text that they complete, as bytes: UTF-8, unless the tokens are not.

        After an error, no id was taken.
        """

    def finish(self) -> bytes:
        """Returns the bytes of an incomplete character at the end, if there is one, and resets the detokenizer."""

@final
class StreamEncoder:
    """Encodes token ids as a stream, as they arrive. Each method returns the bytes to send."""

    def __new__(cls, encoding: str | None = None, *, coder: _StreamCoder = "varint", table: Table | None = None) -> Self:
        """Takes an encoding, whose table is chat-2026, or a table."""

    def push(self, ids: _Ids) -> bytes:
        """Encodes these tokens: all of them, or, after an error, none."""

    def flush(self) -> bytes:
        """Returns the bytes that the decoder needs to read everything so far: none with varints."""

    def ping(self) -> bytes:
        """Returns a keep-alive."""

    def end(self) -> bytes:
        """Ends the stream after a complete source. Nothing can be written after it."""

    def abort(self) -> bytes:
        """Ends the stream after a source that was cut off. Nothing can be written after it."""

    @property
    def offset(self) -> int:
        """Bytes written."""

    @property
    def token_count(self) -> int:
        """Tokens written."""

    @property
    def has_ended(self) -> bool: ...

@final
class StreamDecoder:
    """Decodes a stream to token ids, as its bytes arrive."""

    def __new__(cls, *, table: Table | None = None) -> Self: ...
    @overload
    def push(self, data: _Bytes, *, out: Literal["list"] = "list") -> list[int]: ...
    @overload
    def push(self, data: _Bytes, *, out: Literal["numpy"]) -> NDArray[uint32]:
        """Takes the next bytes and returns the ids that they complete. Ids before an error are returned first; the next call or
        ``finish`` raises it."""

    def finish(self) -> None:
        """Raises unless the stream has ended, its checksum was right, and nothing follows."""

    @property
    def has_ended(self) -> bool:
        """Whether the end was read and its checksum was right."""

    @property
    def offset(self) -> int:
        """Bytes read."""

    @property
    def encoding(self) -> str | None:
        """The encoding's name, once the header was read."""

@final
class ChatEncoder:
    """Encodes a server's answer (server-sent events or NDJSON) as it arrives. Each method returns the bytes to send."""

    def __new__(
        cls,
        encoding: str | None = None,
        *,
        coder: _StreamCoder = "varint",
        table: Table | None = None,
        keep_padding: bool = False,
    ) -> Self:
        """Takes an encoding or a table. Without either, the encoding is that of the model in the first event, or o200k_base."""

    def push(self, data: _Bytes) -> bytes:
        """Takes the server's next bytes and returns the encoding of the events that they complete."""

    def tokens(self, ids: _Ids) -> bytes:
        """Encodes an event like the last one, with these tokens as its text."""

    def flush(self) -> bytes:
        """Returns the bytes that the decoder needs to read everything so far: none with varints."""

    def ping(self) -> bytes:
        """Returns a keep-alive."""

    def end(self) -> bytes:
        """Ends the stream after a complete answer."""

    def abort(self) -> bytes:
        """Ends the stream after an answer that was cut off."""

    @property
    def token_count(self) -> int:
        """Tokens written."""

@final
class ChatDecoder:
    """Decodes a stream to the server's events, byte for byte."""

    def __new__(cls, *, table: Table | None = None) -> Self: ...
    def push(self, data: _Bytes) -> list[Event]:
        """Takes the next bytes and returns the events that they complete. Events before an error are returned first; the next call
        or ``finish`` raises it.

        A byte can encode up to 24 KiB of events: push an untrusted stream 256 bytes at a time.
        """

    def push_bytes(self, data: _Bytes) -> bytes:
        """Like ``push``, but returns the concatenated bytes of the events."""

    def finish(self) -> None:
        """Raises unless the stream has ended and its checksum was right."""

    @property
    def has_ended(self) -> bool:
        """Whether the stream has ended after a complete answer, and all its events were returned."""

    @property
    def encoding(self) -> str | None:
        """The encoding's name, once the header was read."""

@final
class Event:
    """One event of the server."""

    @property
    def bytes(self) -> bytes:
        """The bytes of the event."""

    @property
    def text(self) -> str:
        """The text in the event, unescaped: of a message, of tool arguments, of reasoning."""

    @property
    def ids(self) -> list[int]:
        """The token ids of that text; empty if it was not encoded as tokens."""

    @property
    def foreign_ids(self) -> list[int]:
        """The ids of another vocabulary that the server sent."""

    @property
    def source(self) -> Literal["exact", "derived", "foreign"]:
        """The origin of the ids: the server (``"exact"``), or the text (``"derived"``; ``"foreign"`` if the server sent others)."""

    @property
    def complete(self) -> bool:
        """Whether the bytes are one event: a very long one is split into pieces."""
