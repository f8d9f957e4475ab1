"""Transports that request token streams. They wrap the transports that send the requests."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from .document import REFUSED
from .exchange import Exchange

if TYPE_CHECKING:
    import httpx2 as httpx


class Transport:
    """A transport for synchronous clients."""

    def __init__(self, inner: httpx.BaseTransport, exchange: Exchange) -> None:
        self._inner = inner
        self._exchange = exchange

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends the request with the offer and returns the original response."""
        offered = self._exchange.with_offer(request)
        return self._exchange.restore(offered, self._send(offered), self._exchange.stream)

    def _send(self, request: httpx.Request) -> httpx.Response:
        if self._exchange.documents.are_accepted(request):
            request.read()
            if document := self._exchange.documents.as_document(request):
                response = self._learn(request, self._inner.handle_request(document))
                if response.status_code != REFUSED:
                    return response
                response.close()
        return self._learn(request, self._inner.handle_request(request))

    def _learn(self, request: httpx.Request, response: httpx.Response) -> httpx.Response:
        self._exchange.documents.learn(request, response)
        return response

    def close(self) -> None:
        """Closes the connections."""
        self._inner.close()

    def __enter__(self) -> Transport:
        self._inner.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        raised: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        self._inner.__exit__(kind, raised, trace)


class AsyncTransport:
    """A transport for asynchronous clients."""

    def __init__(self, inner: httpx.AsyncBaseTransport, exchange: Exchange) -> None:
        self._inner = inner
        self._exchange = exchange

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends the request with the offer and returns the original response."""
        offered = self._exchange.with_offer(request)
        return self._exchange.restore(offered, await self._send(offered), self._exchange.async_stream)

    async def _send(self, request: httpx.Request) -> httpx.Response:
        if self._exchange.documents.are_accepted(request):
            await request.aread()
            if document := await self._as_document(request):
                response = self._learn(request, await self._inner.handle_async_request(document))
                if response.status_code != REFUSED:
                    return response
                await response.aclose()
        return self._learn(request, await self._inner.handle_async_request(request))

    async def _as_document(self, request: httpx.Request) -> httpx.Request | None:
        # Encoding a long prompt would block the event loop. anyio is installed, because httpx depends on it.
        from anyio.to_thread import run_sync

        return await run_sync(self._exchange.documents.as_document, request)

    def _learn(self, request: httpx.Request, response: httpx.Response) -> httpx.Response:
        self._exchange.documents.learn(request, response)
        return response

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._inner.aclose()

    async def __aenter__(self) -> AsyncTransport:
        await self._inner.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None = None,
        raised: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        await self._inner.__aexit__(kind, raised, trace)
