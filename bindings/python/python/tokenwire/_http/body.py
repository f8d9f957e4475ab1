"""Decodes the body of a token stream to the events of the original answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from .._native import ChatDecoder, Event
from ..errors import Error
from .tokens import Tokens

if TYPE_CHECKING:
    import httpx2 as httpx

# One byte of a stream can stand for 24 KiB, so with this few at a time no chunk becomes more than some MiB.
PART = 256


class Reader:
    """Chunks of a token stream -> bytes of events.

    All that there is to know is kept here and not in the iterators: SDKs take a second one to read what is left.
    """

    def __init__(self, tokens: Tokens, broken: type[Exception]) -> None:
        self.tokens = tokens
        self._broken = broken
        self._decoder = ChatDecoder()
        self._rest = memoryview(b"")
        self._has_more_events = False

    def feed(self, chunk: bytes) -> None:
        """Takes the next chunk, once all events of the last one were returned."""
        self.tokens.wire_bytes += len(chunk)
        self._rest = memoryview(chunk)

    def events(self) -> bytes:
        """Returns some of the buffered events; nothing if the next chunk is needed."""
        while self._rest or self._has_more_events:
            part, self._rest = self._rest[:PART], self._rest[PART:]
            events = self._read(part)
            # An error is raised after the events before it, so reads again without waiting for another chunk.
            self._has_more_events = bool(events)
            self._read_encoding()
            if data := self.tokens._count(events):
                return data
        return b""

    def finish(self) -> None:
        """Marks the end: no chunk follows."""
        try:
            self._decoder.finish()
        except Error as error:
            raise self._broken(f"token stream: {error}") from error

    def _read_encoding(self) -> None:
        # An error of the stream is raised by the next read, after the events before it.
        if self.tokens.encoding is None:
            with suppress(Error):
                self.tokens.encoding = self._decoder.encoding

    def _read(self, part: memoryview) -> list[Event]:
        try:
            return self._decoder.push(part)
        except Error as error:
            raise self._broken(f"token stream: {error}") from error


class EventStream:
    """For clients that wait."""

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
        # Not `iter_raw`, which can be had but once.
        yield from self._source.stream  # type: ignore[misc]

    def close(self) -> None:
        """Lets go of the connection."""
        self._source.close()


class AsyncEventStream:
    """For clients that do not."""

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
            # A generator that is left to the garbage collector is closed on no event loop in particular.
            if close := getattr(chunks, "aclose", None):
                await close()

    async def _next(self, chunks: AsyncIterator[bytes]) -> bytes:
        """The next events; nothing at the end."""
        while not (data := self._reader.events()):
            chunk = await anext(chunks, None)
            if chunk is None:
                return b""
            self._reader.feed(chunk)
        return data

    def _chunks(self) -> AsyncIterator[bytes]:
        if self._is_coded:
            return self._source.aiter_bytes()
        # Not `aiter_raw`, which can be had but once.
        return aiter(self._source.stream)  # type: ignore[arg-type]

    async def aclose(self) -> None:
        """Lets go of the connection."""
        await self._source.aclose()
