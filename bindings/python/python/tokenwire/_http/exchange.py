"""Prepares requests and restores responses, for synchronous and asynchronous transports."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .body import AsyncEventStream, EventStream, Reader
from .document import Documents
from .offer import accept_with_offer, values
from .response import is_coded, is_token_stream, restored
from .tokens import KEY, OnEvent, Tokens

if TYPE_CHECKING:
    import httpx2 as httpx

T = TypeVar("T")


@dataclass(frozen=True)
class Options:
    """The options of ``http_client``."""

    keep_tokens: bool
    on_event: OnEvent | None
    documents: bool


class Exchange:
    """The part that all requests of a client share. Its only state is which origins accept documents."""

    def __init__(self, httpx: ModuleType, options: Options) -> None:
        self.httpx = httpx
        self.documents = Documents(httpx, options.documents)
        self._options = options
        self.stream = subclass_of(EventStream, httpx.SyncByteStream)
        self.async_stream = subclass_of(AsyncEventStream, httpx.AsyncByteStream)

    def with_offer(self, request: httpx.Request) -> httpx.Request:
        """Returns a copy of the request with the offer. The original stays unchanged, since redirects reuse it."""
        headers = accept_with_offer(request.headers.raw)
        offered: httpx.Request = self.httpx.Request(
            request.method, request.url, headers=headers, stream=request.stream, extensions=request.extensions
        )
        # Transports may read the content of a request whose body is in memory.
        if isinstance(request.stream, self.httpx.ByteStream):
            offered.read()
        return offered

    def restore(self, request: httpx.Request, response: httpx.Response, body: type[Any]) -> httpx.Response:
        """Returns the response with the headers and events of the original response."""
        headers = response.headers.raw
        codings = b",".join(values(request.headers.raw, b"accept-encoding"))
        tokens = Tokens(is_token_stream(headers, codings), self._options.keep_tokens, self._options.on_event)
        extensions = {**response.extensions, KEY: tokens}
        if not tokens.is_token_stream:
            response.extensions = extensions
            return response
        stream = body(response, is_coded(headers), Reader(tokens, self.httpx.RemoteProtocolError))
        original: httpx.Response = self.httpx.Response(
            response.status_code, headers=restored(headers), stream=stream, extensions=extensions
        )
        return original


def subclass_of(kind: type[T], base: type) -> type[T]:
    """Returns a subclass of ``kind`` and ``base``. httpx and httpx2 check for instances of their own base classes."""
    return cast("type[T]", type(kind.__name__, (kind, base), {"__doc__": kind.__doc__, "__module__": kind.__module__}))
