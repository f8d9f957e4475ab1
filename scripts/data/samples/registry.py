"""The registry of sample streams: the name, the description and the function of each."""
from .text import chance

STREAMS = {}


def stream(name, about):
    """Registers a function that takes a random generator and yields the parts of a stream, text or bytes."""
    def register(write):
        def content():
            parts = (part if isinstance(part, bytes) else part.encode() for part in write(chance(name)))
            return b"".join(parts)
        assert name not in STREAMS, name
        STREAMS[name] = (about, content)
        return write
    return register
