#!/usr/bin/env python3
"""Write crates/chat/tests/data: small streams of many servers and many oddities, and the table that names them.

usage: scripts/streams.py [--check]     (from the repository's root; --check writes nothing, exits 1 on a difference)

All text is ours and all ids are made up; the shapes follow what the servers send. Always the same bytes.
"""
import pathlib
import sys

sys.dont_write_bytecode = True

from samples import anthropic, local, odd, openai, providers, responses, spelling  # noqa: E402, F401
from samples.registry import STREAMS  # noqa: E402

FOLDER = pathlib.Path("crates/chat/tests/data")
MOST = 20 << 10
README = """# Streams

Written by `scripts/streams.py`; `scripts/streams.py --check` says whether they are what it writes. All text is ours,
all ids and counts are made up. The files are bytes: some have no valid UTF-8, some have CR alone or no line end.

| file | what it is | bytes |
|---|---|--:|
"""


def files():
    table = README
    for name, (about, content) in STREAMS.items():
        data = content()
        if len(data) > MOST:
            sys.exit(f"{name} has {len(data)} bytes")
        table += f"| {name} | {about} | {len(data)} |\n"
        yield name, data
    yield "README.md", table.encode()


def check(wanted):
    there = {path.name: path.read_bytes() for path in FOLDER.iterdir()}
    return sorted(name for name in there.keys() | wanted.keys() if there.get(name) != wanted.get(name))


def main():
    wanted = dict(files())
    if "--check" in sys.argv:
        different = check(wanted)
        sys.exit("differ: " + ", ".join(different) if different else 0)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in wanted.items():
        (FOLDER / name).write_bytes(data)
    print(f"{len(wanted) - 1} streams, {sum(map(len, wanted.values()))} bytes")


if __name__ == "__main__":
    main()
