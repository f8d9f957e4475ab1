#!/usr/bin/env python3
"""Writes streams that are hard to compress: agents, searches, signatures, growing texts, new ids, padding.

usage: scripts/data/hard_streams.py SEED DIR

The streams have the names and shapes of those in ../shared/sse-hard, but other words and random values. Each has the
same number of events with every seed. The output depends only on the seed. `scripts/checks/hard_streams.py` compresses
the streams.
"""
import pathlib
import sys

sys.dont_write_bytecode = True

from hard import agents, chats, growing  # noqa: E402, F401
from hard.registry import STREAMS, content  # noqa: E402


def files(seed):
    """Yields the name and the bytes of each stream."""
    for name in sorted(STREAMS):
        yield name, content(name, seed)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files(sys.argv[1]):
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
