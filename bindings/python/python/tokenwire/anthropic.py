"""Token streams for the SDK of Anthropic.

    client = anthropic.Anthropic(http_client=tokenwire.anthropic.http_client())

asks for token streams where there is somebody who speaks them, ``tokenwire serve`` for one. The SDK gets what the server
means, and does not know; where nobody speaks them, it gets what comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._http.client import client
from ._http.exchange import Options
from ._http.tokens import OnEvent, Tokens, tokens

if TYPE_CHECKING:
    import anthropic

__all__ = ["Tokens", "async_http_client", "http_client", "tokens"]


def http_client(
    *, keep_tokens: bool = False, on_event: OnEvent | None = None, documents: bool = False, **options: Any
) -> anthropic.DefaultHttpxClient:
    """For ``Anthropic(http_client=...)``.

    ``keep_tokens``  keep each answer's events, so that ``tokens(stream).events`` has them: an event's own bytes and some 200
                     more, until the response is let go
    ``on_event``     is called with each event of each token stream as it comes, where the stream is read
    ``documents``    send JSON as a document, a third of its bytes or so, to servers that said in an answer that they take it
    ``options``      are the client's own, as ``anthropic.DefaultHttpxClient`` has them: ``timeout``, ``proxy``, ``verify``,
                     ``transport`` ...
    """
    own = Options(keep_tokens, on_event, documents)
    made: anthropic.DefaultHttpxClient = client("anthropic", "DefaultHttpxClient", own, options)
    return made


def async_http_client(
    *, keep_tokens: bool = False, on_event: OnEvent | None = None, documents: bool = False, **options: Any
) -> anthropic.DefaultAsyncHttpxClient:
    """For ``AsyncAnthropic(http_client=...)``; the rest is as with ``http_client``."""
    own = Options(keep_tokens, on_event, documents)
    made: anthropic.DefaultAsyncHttpxClient = client("anthropic", "DefaultAsyncHttpxClient", own, options)
    return made
