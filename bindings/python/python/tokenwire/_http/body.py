"""Decodes the body of a token stream to the events of the original response."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from .._native import ChatDecoder, Event
from ..errors import Error
from .tokens import Tokens

if TYPE_CHECKING:
    import httpx2 as httpx

# The number of bytes decoded at a time. One byte can decode to 24 KiB, so this bounds a chunk of events to 6 MiB.
PART = 256


class Reader:
    """Decodes the chunks of a token stream to the bytes of its events.

    All state is here and not in the iterators, because SDKs create a second iterator to read the rest of a response.
    """

    def __init__(self, tokens: Tokens, error_class: type[Exception]) -> None:
        self.tokens = tokens
        self._error_class = error_class
        self._decoder = ChatDecoder()
        self._rest = memoryview(b"")
        self._has_more_events = False

    def feed(self, chunk: bytes) -> None:
        """Accepts the next chunk. All events of the previous chunk must have been returned."""
        self.tokens.wire_bytes += len(chunk)
        self._rest = memoryview(chunk)

    def events(self) -> bytes:
        """Returns the bytes of some buffered events, or empty bytes if the next chunk is needed."""
        while self._rest or self._has_more_events:
            part, self._rest = self._rest[:PART], self._rest[PART:]
            events = self._read(part)
            # The decoder returns the events before an error first and raises the error on the next call. So after
            # events it is called again, without waiting for another chunk.
            self._has_more_events = bool(events)
            self._read_encoding()
            if data := self.tokens._count(events):
                return data
        return b""

    def finish(self) -> None:
        """Raises unless the token stream is complete. Call it after the last chunk."""
        try:
            self._decoder.finish()
        except Error as error:
            raise self._error_class(f"token stream: {error}") from error

    def _read_encoding(self) -> None:
        # The next read raises the stream's error, after the events before it.
        if self.tokens.encoding is None:
            with suppress(Error):
                self.tokens.encoding = self._decoder.encoding

    def _read(self, part: memoryview) -> list[Event]:
        try:
            return self._decoder.push(part)
        except Error as error:
            raise self._error_class(f"token stream: {error}") from error


class EventStream:
    """The decoded body of a response, for synchronous clients."""

    def __init__(self, source: httpx.Response, is_coded: bool, reader: Reader) -> None:
        self._source = source
        self._is_coded = is_coded
        self._reader = reader

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._events()
        except Exception:
            self.close()
            raise

    def _events(self) -> Iterator[bytes]:
        yield from iter(self._reader.events, b"")
        for chunk in self._source.iter_bytes() if self._is_coded else self._chunks():
            self._reader.feed(chunk)
            yield from iter(self._reader.events, b"")
        self._reader.finish()

    def _chunks(self) -> Iterator[bytes]:
        # Not `iter_raw`, which can be called only once.
        yield from self._source.stream  # type: ignore[misc]

    def close(self) -> None:
        """Releases the connection."""
        self._source.close()


class AsyncEventStream:
    """The decoded body of a response, for asynchronous clients."""

    def __init__(self, source: httpx.Response, is_coded: bool, reader: Reader) -> None:
        self._source = source
        self._is_coded = is_coded
        self._reader = reader

    async def __aiter__(self) -> AsyncIterator[bytes]:
        chunks = self._chunks()
        try:
            while data := await self._next(chunks):
                yield data
            self._reader.finish()
        except Exception:
            await self.aclose()
            raise
        finally:
            # Closes the generator on this event loop. The garbage collector might close it on another one.
            if close := getattr(chunks, "aclose", None):
                await close()

    async def _next(self, chunks: AsyncIterator[bytes]) -> bytes:
        """Returns the bytes of the next events, or empty bytes at the end."""
        while not (data := self._reader.events()):
            chunk = await anext(chunks, None)
            if chunk is None:
                return b""
            self._reader.feed(chunk)
        return data

    def _chunks(self) -> AsyncIterator[bytes]:
        if self._is_coded:
            return self._source.aiter_bytes()
        # Not `aiter_raw`, which can be called only once.
        return aiter(self._source.stream)  # type: ignore[arg-type]

    async def aclose(self) -> None:
        """Releases the connection."""
        await self._source.aclose()
