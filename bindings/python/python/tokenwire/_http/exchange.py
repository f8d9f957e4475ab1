"""Prepares a request and restores its response, for both kinds of transports."""

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
    """Shared by all requests of a client. Its only state is the origins that accept documents."""

    def __init__(self, httpx: ModuleType, options: Options) -> None:
        self.httpx = httpx
        self.documents = Documents(httpx, options.documents)
        self._options = options
        self.stream = subclass_of(EventStream, httpx.SyncByteStream)
        self.async_stream = subclass_of(AsyncEventStream, httpx.AsyncByteStream)

    def with_offer(self, request: httpx.Request) -> httpx.Request:
        """Returns a copy of the request with the offer. The client sends its own request again after redirects."""
        headers = accept_with_offer(request.headers.raw)
        offered: httpx.Request = self.httpx.Request(
            request.method, request.url, headers=headers, stream=request.stream, extensions=request.extensions
        )
        # Transports may ask for the content of a request that has it at hand.
        if isinstance(request.stream, self.httpx.ByteStream):
            offered.read()
        return offered

    def restored(self, request: httpx.Request, response: httpx.Response, body: type[Any]) -> httpx.Response:
        """Returns the response with the original headers and events."""
        headers = response.headers.raw
        codings = b",".join(values(request.headers.raw, b"accept-encoding"))
        tokens = Tokens(is_token_stream(headers, codings), self._options.keep_tokens, self._options.on_event)
        extensions = {**response.extensions, KEY: tokens}
        if not tokens.is_token_stream:
            response.extensions = extensions
            return response
        stream = body(response, is_coded(headers), Reader(tokens, self.httpx.RemoteProtocolError))
        answer: httpx.Response = self.httpx.Response(
            response.status_code, headers=restored(headers), stream=stream, extensions=extensions
        )
        return answer


def subclass_of(kind: type[T], base: type) -> type[T]:
    """Returns a subclass of ``kind`` and of ``base``, since httpx and httpx2 check for their own classes."""
    return cast("type[T]", type(kind.__name__, (kind, base), {"__doc__": kind.__doc__, "__module__": kind.__module__}))
