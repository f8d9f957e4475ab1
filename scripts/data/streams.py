#!/usr/bin/env python3
"""Writes the sample streams: crates/chat/tests/data, with small streams of many servers and of unusual input, and
examples/streams, with whole responses, streamed and not streamed.

usage: scripts/data/streams.py [--check | --long DIR]     (from the repository's root)

--check writes nothing and exits with 1 if the files differ. --long writes only long responses to DIR, for benches.
Their text comes from ../shared/corpus/dev, which must not be committed; this needs zstd.

All texts are our own and all ids are made up. The shapes are those of the real servers. The output is always the same.
"""
import pathlib
import sys

sys.dont_write_bytecode = True

from samples import anthropic, hard, local, odd, openai, providers, responses, spelling  # noqa: E402, F401
from samples import answers  # noqa: E402  imported last: it imports some of them in another order
from samples.registry import STREAMS  # noqa: E402

FOLDER = pathlib.Path("crates/chat/tests/data")
EXAMPLES = pathlib.Path("examples/streams")
MAX_BYTES = 20 << 10
README = """# Streams

`scripts/data/streams.py` writes these files, and `scripts/data/streams.py --check` compares them.
All texts are our own; all ids and counts are made up. Treat the files as bytes: some are not valid
UTF-8, some use only CR as line end or have none.

| file | content | bytes |
|---|---|--:|
"""


def files():
    """Yields the name and the bytes of each file in crates/chat/tests/data."""
    table = README
    for name, (about, content) in STREAMS.items():
        data = content()
        if len(data) > MAX_BYTES:
            sys.exit(f"{name} has {len(data)} bytes, more than {MAX_BYTES}; shorten it")
        table += f"| {name} | {about} | {len(data)} |\n"
        yield name, data
    yield "README.md", table.encode()


def check(folder, expected):
    """Returns the paths of the files that differ, are missing or should not exist."""
    actual = {path.name: path.read_bytes() for path in folder.iterdir()}
    names = actual.keys() | expected.keys()
    return sorted(str(folder / name) for name in names if actual.get(name) != expected.get(name))


def write(folder, contents):
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    print(f"{folder}: {len(contents)} files, {sum(map(len, contents.values()))} bytes")


def main():
    if "--long" in sys.argv:
        return write(pathlib.Path(sys.argv[sys.argv.index("--long") + 1]), dict(answers.long()))
    folders = {FOLDER: dict(files()), EXAMPLES: dict(answers.examples())}
    if "--check" in sys.argv:
        different = [name for folder, contents in folders.items() for name in check(folder, contents)]
        sys.exit(f"these files differ; run scripts/data/streams.py: {', '.join(different)}" if different else 0)
    for folder, contents in folders.items():
        write(folder, contents)


if __name__ == "__main__":
    main()
