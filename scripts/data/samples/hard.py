"""The beginnings of the streams that are hard to compress: agents, signatures, growing texts, new ids, single lines.

`scripts/data/hard` writes the whole streams. Their first events are enough to begin each kind of value.
"""
from hard import agents, chats, growing  # noqa: F401
from hard.registry import STREAMS, content

from .registry import stream

MAX_BYTES = 8 << 10
# Its first event alone is too long.
TOO_LONG = ["responses-agent.sse"]


def beginning(name):
    """Returns the first events of a stream, or its first lines if no blank line follows them."""
    data = content(name, "samples")
    end = len(data) if len(data) <= MAX_BYTES else data.rindex(b"\n", 0, MAX_BYTES) + 1
    blank = max(data.rfind(mark, 0, end) + len(mark) for mark in (b"\n\n", b"\r\n\r\n"))
    return data[:blank if blank > 4 else end]


def register(name):
    about = name.partition(".")[0].replace("-", " ")
    stream(f"hard-{name.replace('.txt', '.sse')}", f"the beginning of a stream of the kind {about}")(
        lambda chance: [beginning(name)])


for hard in sorted(STREAMS):
    if hard not in TOO_LONG:
        register(hard)
