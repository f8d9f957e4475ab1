"""Token ids and sizes of a response that arrived as a token stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from .._native import Event

KEY = "tokenwire"

OnEvent = Callable[[Event], object]

# The attributes in which SDK objects hold the httpx response: streams and errors, raw responses, `.stream()` managers.
_HOLDERS = ("response", "http_response", "_response")


class Tokens:
    """Statistics of a response, up to the bytes that have been read so far.

    ``is_token_stream``  whether the response arrived as a token stream; if not, all other values are zero or empty
    ``wire_bytes``       the bytes received, as the body of the response
    ``event_bytes``      the bytes of the decoded events
    ``event_count``      the number of decoded events
    ``token_count``      the number of token ids in them
    ``encoding``         the name of the ids' encoding, or None until it is known
    ``events``           the events, if the client was created with ``keep_tokens=True``
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
        """The events, each with ``.ids``, ``.source``, ``.text`` and ``.foreign_ids``."""
        if self._events is None:
            raise RuntimeError("events were not stored: create the client with keep_tokens=True")
        return self._events

    @property
    def ids(self) -> list[int]:
        """The token ids of all events, in the order of their arrival."""
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
    """Returns the statistics of a response.

    ``answer`` is an httpx response or an SDK object that holds one: a stream, the object that ``.stream()`` opens, a
    raw response or an error.
    """
    for response in (answer, *(getattr(answer, name, None) for name in _HOLDERS)):
        extensions = getattr(response, "extensions", None)
        found = extensions.get(KEY) if isinstance(extensions, Mapping) else None
        if isinstance(found, Tokens):
            return found
    raise TypeError(
        f"expected a stream or response of a client from http_client(), not {type(answer).__name__}; "
        "for a response that is not streamed, use .with_raw_response"
    )
