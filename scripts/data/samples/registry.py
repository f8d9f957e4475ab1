"""The sample streams: what each is called, what it is, and who writes it."""
from .text import chance

STREAMS = {}


def stream(name, about):
    """Registers a function that gets a source of chance and yields the stream's parts, text or bytes."""
    def keep(write):
        def content():
            parts = (part if isinstance(part, bytes) else part.encode() for part in write(chance(name)))
            return b"".join(parts)
        assert name not in STREAMS, name
        STREAMS[name] = (about, content)
        return write
    return keep
