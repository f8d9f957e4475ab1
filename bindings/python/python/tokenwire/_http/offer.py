"""The offer: lists in a request's ``Accept`` header what this client can decode."""

from __future__ import annotations

from .._native import Table
from .media import DICTIONARY, STREAM, VERSION

Headers = list[tuple[bytes, bytes]]

TABLES = ".".join(str(table.number) for table in Table.registered())
OFFER = f"{STREAM};v={VERSION};tables={TABLES};coders=varint.prefix;dict={DICTIONARY}"


def accept_with_offer(headers: Headers) -> Headers:
    """Returns the headers with the offer before the accepted types. A request without ``Accept`` accepts all types."""
    accepted = values(headers, b"accept") or [b"*/*"]
    others = without(headers, b"accept")
    return [*others, (b"Accept", b", ".join([OFFER.encode(), *accepted]))]


def values(headers: Headers, name: bytes) -> list[bytes]:
    """Returns the values of the headers with this name."""
    return [value for key, value in headers if key.lower() == name]


def without(headers: Headers, *names: bytes) -> Headers:
    """Returns the headers with other names."""
    return [(key, value) for key, value in headers if key.lower() not in names]
