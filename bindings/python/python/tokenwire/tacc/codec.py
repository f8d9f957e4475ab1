"""The codec with the API of tacc 0.1.0."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from .. import _native
from ..errors import CorruptError, Error, UnknownIdError, UnknownTokenError
from .errors import UnknownKeyError, key_error
from .mapping import read_mapping

# Buffer formats that the native module reads: integers of 2, 4 or 8 bytes in native byte order.
_NATIVE_FORMATS = frozenset("HIiLlQq")
# The first byte of a gzip payload.
_GZIP = b"\x1f"


class Codec:
    """Converts tokens, token ids and mapped ids of one tokenizer to payloads and back."""

    def __init__(self, tokenizer: str, *, mapping_path: str | os.PathLike[str] | None = None) -> None:
        table = _native.Table.tacc_0_1_0(tokenizer) if mapping_path is None else read_mapping(mapping_path, tokenizer)
        self.tokenizer_name = tokenizer
        self._tokenizer = _native.Tokenizer(tokenizer)
        self._codecs = {gzip: _native.Codec(table=table, gzip=gzip) for gzip in (False, True)}

    def encode_token_ids(self, token_ids: Iterable[int], *, gzip: bool = False) -> bytes:
        """Encodes token ids. Raises ``KeyError`` for an unknown id."""
        try:
            return self._codecs[bool(gzip)].encode(_ids(token_ids))
        except Error as error:
            raise key_error(error) from None

    def decode_token_ids(self, payload: Any, *, gzip: bool = False) -> list[int]:
        """Decodes a payload to token ids."""
        try:
            return self._codecs[False].decode(_payload(payload, gzip))
        except Error as error:
            raise key_error(error) from None

    def encode_tokens(self, tokens: Iterable[str], *, gzip: bool = False) -> bytes:
        """Encodes tokens; special tokens are given by name. Raises ``KeyError`` for an unknown token."""
        escaped = [token.encode("utf-8", "surrogateescape") for token in tokens]
        codec = self._codecs[bool(gzip)]
        try:
            return codec.encode_tokens(escaped)
        except UnknownTokenError:
            # Some of them may be special tokens.
            return codec.encode([self._id(position, token) for position, token in enumerate(escaped)])
        except Error as error:
            raise key_error(error) from None

    def decode_tokens(self, payload: Any, *, gzip: bool = False) -> list[str]:
        """Decodes a payload to tokens."""
        try:
            tokens = self._codecs[False].decode_tokens(_payload(payload, gzip))
        except Error as error:
            raise key_error(error) from None
        return [token.decode("utf-8", "surrogateescape") for token in tokens]

    def encode_mapped_ids(self, mapped_ids: Iterable[int], *, gzip: bool = False) -> bytes:
        """Encodes mapped ids. Raises ``KeyError`` for an unknown id."""
        try:
            return self._codecs[bool(gzip)].encode_mapped(list(mapped_ids))
        except Error as error:
            raise key_error(error) from None

    def decode_mapped_ids(self, payload: Any, *, gzip: bool = False) -> list[int]:
        """Decodes a payload to mapped ids, or a payload of raw ids to these ids."""
        data = _payload(payload, gzip)
        try:
            return self._codecs[False].decode_mapped(data)
        except UnknownIdError:
            return self.decode_raw_token_ids(data, gzip=gzip)

    def encode_raw_token_ids(self, token_ids: Iterable[int], *, gzip: bool = False) -> bytes:
        """Encodes token ids without mapping them. Raises ``KeyError`` for an unknown id."""
        try:
            return self._codecs[bool(gzip)].encode_raw(_ids(token_ids))
        except Error as error:
            raise key_error(error) from None

    def decode_raw_token_ids(self, payload: Any, *, gzip: bool = False) -> list[int]:
        """Decodes a payload of ``encode_raw_token_ids`` to token ids. tacc has no such method."""
        try:
            return self._codecs[False].decode_raw(_payload(payload, gzip))
        except Error as error:
            raise key_error(error) from None

    def token_id_to_mapped_id(self, token_ids: Iterable[int]) -> list[int]:
        """Converts token ids to mapped ids. Raises ``KeyError`` for an unknown id."""
        codec = self._codecs[False]
        try:
            return codec.decode_mapped(codec.encode(_ids(token_ids)))
        except Error as error:
            raise key_error(error) from None

    def mapped_id_to_token_id(self, mapped_ids: Iterable[int]) -> list[int]:
        """Converts mapped ids to token ids. Raises ``KeyError`` for an unknown id."""
        codec = self._codecs[False]
        try:
            return codec.decode(codec.encode_mapped(list(mapped_ids)))
        except Error as error:
            raise key_error(error) from None

    def _id(self, position: int, token: bytes) -> int:
        id = self._tokenizer.id(token)
        if id is None:
            message = f"token {token!r} at position {position} is not in the vocabulary of {self.tokenizer_name}"
            raise UnknownKeyError(message, position=position)
        return id

    def __repr__(self) -> str:
        return f"<tokenwire.tacc.Codec {self.tokenizer_name}>"


def compress_token_ids(
    token_ids: Iterable[int],
    *,
    tokenizer: str,
    mapping_path: str | os.PathLike[str] | None = None,
    gzip: bool = False,
) -> bytes:
    """Encodes token ids. Raises ``KeyError`` for an unknown id."""
    return Codec(tokenizer, mapping_path=mapping_path).encode_token_ids(token_ids, gzip=gzip)


def decompress_token_ids(
    payload: Any,
    *,
    tokenizer: str,
    mapping_path: str | os.PathLike[str] | None = None,
    gzip: bool = False,
) -> list[int]:
    """Decodes a payload to token ids."""
    return Codec(tokenizer, mapping_path=mapping_path).decode_token_ids(payload, gzip=gzip)


def list_available_tokenizers() -> list[str]:
    """Returns the names of all tokenizers, sorted."""
    return sorted(_native.encodings())


def _ids(token_ids: Any) -> Any:
    """Returns the ids themselves if the native module can read them, or else a list of them."""
    if isinstance(token_ids, (list, tuple)):
        return token_ids
    try:
        view = memoryview(token_ids)
    except TypeError:
        return list(token_ids)
    is_native = view.ndim == 1 and view.c_contiguous and view.format in _NATIVE_FORMATS
    return token_ids if is_native else list(token_ids)


def _payload(data: Any, gzip: bool) -> bytes:
    """Returns the bytes of a payload. As in tacc, ``gzip`` must say whether the payload is gzip."""
    if isinstance(data, int):
        raise TypeError("expected the bytes of a payload, not int")
    payload = data if type(data) is bytes else bytes(data)
    if (payload[:1] == _GZIP) is not bool(gzip):
        found = "gzip" if not gzip else "not gzip"
        raise CorruptError(f"the payload is {found}: call with gzip={not gzip}", offset=0)
    return payload
