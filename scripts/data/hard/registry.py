"""The registry of hard streams: the name and the function of each."""
import random

STREAMS = {}


def stream(name):
    """Registers a function that takes a random generator and yields the parts of a stream."""
    def register(write):
        assert name not in STREAMS, name
        STREAMS[name] = write
        return write
    return register


def content(name, seed):
    """Returns the bytes of a stream. They depend only on its name and the seed."""
    return "".join(STREAMS[name](random.Random(f"{seed} {name}"))).encode()
