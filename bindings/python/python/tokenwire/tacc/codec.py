"""The codec of tacc 0.1.0's API."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from .. import _native
from ..errors import CorruptError, Error, UnknownIdError, UnknownTokenError
from .errors import UnknownKeyError, key_error
from .mapping import read_mapping

# Formats of 2, 4 or 8 bytes in the machine's order.
_FAST = frozenset("HIiLlQq")
# The first byte of a gzip payload.
_GZIP = b"\x1f"


class Codec:
    """Tokens, token ids and mapped ids of one tokenizer <-> payloads."""

    def __init__(self, tokenizer: str, *, mapping_path: str | os.PathLike[str] | None = None) -> None:
        table = _native.Table.tacc_0_1_0(tokenizer) if mapping_path is None else read_mapping(mapping_path, tokenizer)
        self.tokenizer_name = tokenizer
        self._tokenizer = _native.Tokenizer(tokenizer)
        self._codecs = {gzip: _native.Codec(table=table, gzip=gzip) for gzip in (False, True)}

    def encode_token_ids(self, token_ids: Iterable[int], *, gzip: bool = False) -> bytes:
        """Payload of token ids. Raises ``KeyError`` for an unknown one."""
        try:
            return self._codecs[bool(gzip)].encode(_ids(token_ids))
        except Error as error:
            raise key_error(error) from None

    def decode_token_ids(self, payload: Any, *, gzip: bool = False) -> list[int]:
        """Token ids of a payload."""
        try:
            return self._codecs[False].decode(_payload(payload, gzip))
        except Error as error:
            raise key_error(error) from None

    def encode_tokens(self, tokens: Iterable[str], *, gzip: bool = False) -> bytes:
        """Payload of tokens, special ones by name. Raises ``KeyError`` for an unknown one."""
        escaped = [token.encode("utf-8", "surrogateescape") for token in tokens]
        codec = self._codecs[bool(gzip)]
        try:
            return codec.encode_tokens(escaped)
        except UnknownTokenError:
            # There may be special ones among them.
            return codec.encode([self._id(position, token) for position, token in enumerate(escaped)])
        except Error as error:
            raise key_error(error) from None

    def decode_tokens(self, payload: Any, *, gzip: bool = False) -> list[str]:
        """Tokens of a payload."""
        try:
            tokens = self._codecs[False].decode_tokens(_payload(payload, gzip))
        except Error as error:
            raise key_error(error) from None
        return [token.decode("utf-8", "surrogateescape") for token in tokens]

    def encode_mapped_ids(self, mapped_ids: Iterable[int], *, gzip: bool = False) -> bytes:
        """Payload of mapped ids. Raises ``KeyError`` for an unknown one."""
        try:
            return self._codecs[bool(gzip)].encode_mapped(list(mapped_ids))
        except Error as error:
            raise key_error(error) from None

    def decode_mapped_ids(self, payload: Any, *, gzip: bool = False) -> list[int]:
        """Mapped ids of a payload; of one of raw ids, those."""
        data = _payload(payload, gzip)
        try:
            return self._codecs[False].decode_mapped(data)
        except UnknownIdError:
            return self.decode_raw_token_ids(data, gzip=gzip)

    def encode_raw_token_ids(self, token_ids: Iterable[int], *, gzip: bool = False) -> bytes:
        """Payload of token ids as they are, without mapping. Raises ``KeyError`` for an unknown one."""
        try:
            return self._codecs[bool(gzip)].encode_raw(_ids(token_ids))
        except Error as error:
            raise key_error(error) from None

    def decode_raw_token_ids(self, payload: Any, *, gzip: bool = False) -> list[int]:
        """Token ids of a payload of ``encode_raw_token_ids``; tacc has no such method."""
        try:
            return self._codecs[False].decode_raw(_payload(payload, gzip))
        except Error as error:
            raise key_error(error) from None

    def token_id_to_mapped_id(self, token_ids: Iterable[int]) -> list[int]:
        """Mapped ids of token ids. Raises ``KeyError`` for an unknown one."""
        codec = self._codecs[False]
        try:
            return codec.decode_mapped(codec.encode(_ids(token_ids)))
        except Error as error:
            raise key_error(error) from None

    def mapped_id_to_token_id(self, mapped_ids: Iterable[int]) -> list[int]:
        """Token ids of mapped ids. Raises ``KeyError`` for an unknown one."""
        codec = self._codecs[False]
        try:
            return codec.decode(codec.encode_mapped(list(mapped_ids)))
        except Error as error:
            raise key_error(error) from None

    def _id(self, position: int, token: bytes) -> int:
        id = self._tokenizer.id(token)
        if id is None:
            raise UnknownKeyError(f"no token {token!r} (position {position})", position=position)
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
    """Payload of token ids."""
    return Codec(tokenizer, mapping_path=mapping_path).encode_token_ids(token_ids, gzip=gzip)


def decompress_token_ids(
    payload: Any,
    *,
    tokenizer: str,
    mapping_path: str | os.PathLike[str] | None = None,
    gzip: bool = False,
) -> list[int]:
    """Token ids of a payload."""
    return Codec(tokenizer, mapping_path=mapping_path).decode_token_ids(payload, gzip=gzip)


def list_available_tokenizers() -> list[str]:
    """The names of all tokenizers."""
    return sorted(_native.encodings())


def _ids(token_ids: Any) -> Any:
    """As it is where the library reads it fast; a list of any other iterable, as tacc makes it."""
    if isinstance(token_ids, (list, tuple)):
        return token_ids
    try:
        view = memoryview(token_ids)
    except TypeError:
        return list(token_ids)
    is_fast = view.ndim == 1 and view.c_contiguous and view.format in _FAST
    return token_ids if is_fast else list(token_ids)


def _payload(given: Any, gzip: bool) -> bytes:
    """As tacc, this reads gzip where it is told to, and only there."""
    if isinstance(given, int):
        raise TypeError("expected a payload's bytes, not an int")
    payload = given if type(given) is bytes else bytes(given)
    if (payload[:1] == _GZIP) is not bool(gzip):
        told = "a gzip payload" if not gzip else "no gzip payload"
        raise CorruptError(f"this is {told}: call with gzip={not gzip}", offset=0)
    return payload
