"""What an answer's token stream had besides its events: token ids, and how much was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from .._native import Event

KEY = "tokenwire"

OnEvent = Callable[[Event], object]

# Where the SDKs keep the response: streams and errors, raw responses, what `.stream()` opens.
_HOLDERS = ("response", "http_response", "_response")


class Tokens:
    """What is known so far of how an answer came.

    ``is_token_stream``  whether it travelled as one; if not, it came as the server sent it, and all else here is empty
    ``wire_bytes``       bytes of the token stream, as the response's body
    ``event_bytes``      bytes of the events that it stood for
    ``event_count``      how many those are
    ``token_count``      token ids in them
    ``encoding``         the encoding that the ids are of, once it is known
    ``events``           the events themselves, if the client was made with ``keep_tokens=True``
    """

    def __init__(self, is_token_stream: bool, keep: bool = False, on_event: OnEvent | None = None) -> None:
        self.is_token_stream = is_token_stream
        self.wire_bytes = 0
        self.event_bytes = 0
        self.event_count = 0
        self.token_count = 0
        self.encoding: str | None = None
        self._events: list[Event] | None = [] if keep else None
        self._on_event = on_event

    @property
    def events(self) -> list[Event]:
        """Each with ``.ids``, ``.source`` ("exact", "derived" or "foreign"), ``.text`` and ``.foreign_ids``."""
        if self._events is None:
            raise RuntimeError("nothing was kept: make the client with http_client(keep_tokens=True)")
        return self._events

    @property
    def ids(self) -> list[int]:
        """Token ids of all events; of several choices in the order in which they came."""
        return [id for event in self.events for id in event.ids]

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __repr__(self) -> str:
        if not self.is_token_stream:
            return "<tokenwire.Tokens: no token stream>"
        sizes = f"{self.event_count} events, {self.event_bytes} bytes as {self.wire_bytes}"
        return f"<tokenwire.Tokens: {self.token_count} tokens, {sizes}>"

    def _count(self, events: list[Event]) -> bytes:
        """Counts these events and returns their bytes."""
        data = b"".join([event.bytes for event in events])
        self.event_bytes += len(data)
        self.event_count += sum(event.complete for event in events)
        self.token_count += sum(len(event.ids) for event in events)
        if self._events is not None:
            self._events += events
        if self._on_event is not None:
            for event in events:
                self._on_event(event)
        return data


def tokens(answer: object) -> Tokens:
    """Of a response of httpx, or of what an SDK makes of one: a stream, what ``.stream()`` opens, a raw response, an error."""
    for held in (answer, *(getattr(answer, name, None) for name in _HOLDERS)):
        extensions = getattr(held, "extensions", None)
        found = extensions.get(KEY) if isinstance(extensions, Mapping) else None
        if isinstance(found, Tokens):
            return found
    raise TypeError(
        f"expected a stream or a response of a client that tokenwire made, not {type(answer).__name__}; "
        "of an answer that is not streamed take .with_raw_response"
    )
