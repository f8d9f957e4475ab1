"""Sends request bodies as documents to servers that advertise support."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

from .._native import DocumentWriter
from .media import DOCUMENT
from .offer import values, without

if TYPE_CHECKING:
    import httpx2 as httpx

# The smallest and the largest body that is sent as a document, in bytes.
MIN_BODY, MAX_BODY = 64, 4 << 20
# The status with which a server rejects a document.
REFUSED = 415

_CHANGED = (b"content-type", b"content-length", b"tokenwire-content-type")


class Documents:
    """Tracks which origins accept documents, as their responses advertise."""

    def __init__(self, httpx: ModuleType, is_enabled: bool) -> None:
        self._httpx = httpx
        self._is_enabled = is_enabled
        self._writer = DocumentWriter("o200k_base")
        self._accepting_origins: set[str] = set()

    def are_accepted(self, request: httpx.Request) -> bool:
        """Whether the body of this request can be sent as a document."""
        length = request.headers.get("content-length", "")
        fits = length.isdecimal() and MIN_BODY <= int(length) <= MAX_BODY
        is_json = request.headers.get("content-type", "").lower().startswith("application/json")
        is_plain_json = request.method == "POST" and is_json and "content-encoding" not in request.headers
        return is_plain_json and fits and _origin(request) in self._accepting_origins

    def as_document(self, request: httpx.Request) -> httpx.Request | None:
        """Returns the request with its body as a document, or None if the document is not smaller.

        The body must have been read.
        """
        document = self._writer.encode_text(request.content)
        if len(document) >= len(request.content):
            return None
        length = str(len(document)).encode()
        headers = without(request.headers.raw, *_CHANGED)
        headers += [(b"Content-Type", DOCUMENT.encode()), (b"Content-Length", length)]
        headers += [(b"Tokenwire-Content-Type", value) for value in values(request.headers.raw, b"content-type")[:1]]
        rewritten: httpx.Request = self._httpx.Request(
            request.method, request.url, headers=headers, content=document, extensions=request.extensions
        )
        return rewritten

    def learn(self, request: httpx.Request, response: httpx.Response) -> None:
        """Notes from a response whether its origin accepts documents. Status 415 without ``accept-post`` means no."""
        if self._is_enabled and response.headers.get("accept-post") == DOCUMENT:
            self._accepting_origins.add(_origin(request))
        elif response.status_code == REFUSED:
            self._accepting_origins.discard(_origin(request))


def _origin(request: httpx.Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc.decode()}"
