"""Interprets response headers: detects token streams and restores the headers of the original response."""

from __future__ import annotations

from .media import is_readable
from .offer import Headers, values, without

_ORIGINAL_TYPE = b"tokenwire-content-type"


def is_token_stream(headers: Headers, codings: bytes) -> bool:
    """Whether the body is a token stream that this client can decode.

    ``codings`` is the request's ``Accept-Encoding``; the body may have at most one content coding of it. The caller
    receives any other body unchanged, with its own content type.
    """
    types = values(headers, b"content-type")
    return bool(types) and is_readable(types[0].decode("latin-1")) and _is_known(headers, codings)


def is_coded(headers: Headers) -> bool:
    """Whether the body has a content coding."""
    return _codings(headers) not in ([], [b""], [b"identity"])


def restored(headers: Headers) -> Headers:
    """Returns the headers of the original response."""
    original = [(b"Content-Type", value) for value in values(headers, _ORIGINAL_TYPE)[:1]]
    return original + without(headers, b"content-type", b"content-encoding", b"content-length", _ORIGINAL_TYPE)


def _is_known(headers: Headers, codings: bytes) -> bool:
    # httpx can decode the content codings that it lists in Accept-Encoding.
    known = [coding.partition(b";")[0].strip() for coding in codings.lower().split(b",")]
    return not is_coded(headers) or (len(_codings(headers)) == 1 and _codings(headers)[0] in known)


def _codings(headers: Headers) -> list[bytes]:
    return [value.strip().lower() for value in values(headers, b"content-encoding")]
