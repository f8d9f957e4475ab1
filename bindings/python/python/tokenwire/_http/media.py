"""Parses media types in headers (RFC 9110, section 8.3.1)."""

from __future__ import annotations

import re

STREAM = "application/vnd.tokenwire.stream"
DOCUMENT = "application/vnd.tokenwire.document"
VERSION = "1"
DICTIONARY = "1"

_TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_PARAMETER = re.compile(rf'[ \t]*(?:({_TOKEN})=(?:({_TOKEN})|"((?:[^"\\]|\\.)*)"))?[ \t]*(?:;|$)')
_ESCAPED = re.compile(r"\\(.)")


def is_readable(content_type: str) -> bool:
    """Whether the type is that of a token stream whose version and dictionary this release knows."""
    name, _, suffix = content_type.partition(";")
    if name.strip(" \t").lower() != STREAM:
        return False
    parameters = _parameters(suffix)
    known = {"v": VERSION, "dict": DICTIONARY}
    return parameters is not None and all(parameters.get(key, value) == value for key, value in known.items())


def _parameters(text: str) -> dict[str, str] | None:
    """Returns the parameters, or None if one is malformed or repeated."""
    parameters: dict[str, str] = {}
    at = 0
    while at < len(text):
        match = _PARAMETER.match(text, at)
        if match is None or (match[1] or "").lower() in parameters:
            return None
        at = match.end()
        if match[1]:
            parameters[match[1].lower()] = match[2] or _ESCAPED.sub(r"\1", match[3])
    return parameters
