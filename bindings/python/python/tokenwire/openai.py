"""Token streams for the OpenAI SDK.

    client = openai.OpenAI(http_client=tokenwire.openai.http_client())

The client offers token streams with each request. Servers that support them, such as ``tokenwire serve``, respond with
one, and the SDK receives the original events. Responses of other servers are unchanged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._http.client import client
from ._http.exchange import Options
from ._http.tokens import OnEvent, Tokens, tokens

if TYPE_CHECKING:
    import openai

__all__ = ["Tokens", "async_http_client", "http_client", "tokens"]


def http_client(
    *, keep_tokens: bool = False, on_event: OnEvent | None = None, documents: bool = False, **options: Any
) -> openai.DefaultHttpxClient:
    """Creates the HTTP client for ``OpenAI(http_client=...)``.

    ``keep_tokens``  stores the events of each response for ``tokens(stream).events``. This takes an event's bytes and
                     about 200 more, until the response is released.
    ``on_event``     is called with each event of each token stream while the stream is read.
    ``documents``    sends JSON as a document, about a third of its size, to servers whose responses advertise support.
    ``options``      are those of ``openai.DefaultHttpxClient``: ``timeout``, ``proxy``, ``verify``, ``transport`` and
                     so on.
    """
    settings = Options(keep_tokens, on_event, documents)
    http: openai.DefaultHttpxClient = client("openai", "DefaultHttpxClient", settings, options)
    return http


def async_http_client(
    *, keep_tokens: bool = False, on_event: OnEvent | None = None, documents: bool = False, **options: Any
) -> openai.DefaultAsyncHttpxClient:
    """Creates the HTTP client for ``AsyncOpenAI(http_client=...)``. The arguments are those of ``http_client``."""
    settings = Options(keep_tokens, on_event, documents)
    http: openai.DefaultAsyncHttpxClient = client("openai", "DefaultAsyncHttpxClient", settings, options)
    return http
