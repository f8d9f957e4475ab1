"""What this side can read, in a request's ``Accept``."""

from __future__ import annotations

from .._native import Table
from .media import DICTIONARY, STREAM, VERSION

Headers = list[tuple[bytes, bytes]]

TABLES = ".".join(str(table.number) for table in Table.registered())
OFFER = f"{STREAM};v={VERSION};tables={TABLES};coders=varint.prefix;dict={DICTIONARY}"


def accept_with_offer(headers: Headers) -> Headers:
    """The headers with the offer before what they accept; a request without Accept accepts all."""
    accepted = values(headers, b"accept") or [b"*/*"]
    others = without(headers, b"accept")
    return [*others, (b"Accept", b", ".join([OFFER.encode(), *accepted]))]


def values(headers: Headers, name: bytes) -> list[bytes]:
    """What the headers of this name say."""
    return [value for own, value in headers if own.lower() == name]


def without(headers: Headers, *names: bytes) -> Headers:
    """The headers of other names."""
    return [(own, value) for own, value in headers if own.lower() not in names]
