#!/usr/bin/env python3
"""Write crates/chat/tests/data: small streams of many servers and many oddities, and the table that names them; and
examples/streams: whole answers, streamed and not.

usage: scripts/data/streams.py [--check | --long DIR]     (from the repository's root)

--check writes nothing, exits 1 on a difference; --long writes only long answers into DIR, for benches, of text of
../shared/corpus/dev (needs zstd), which is not to be committed.

All text is ours and all ids are made up; the shapes follow what the servers send. Always the same bytes.
"""
import pathlib
import sys

sys.dont_write_bytecode = True

from samples import anthropic, local, odd, openai, providers, responses, spelling  # noqa: E402, F401
from samples import answers  # noqa: E402  after them, since it imports some in another order
from samples.registry import STREAMS  # noqa: E402

FOLDER = pathlib.Path("crates/chat/tests/data")
EXAMPLES = pathlib.Path("examples/streams")
MOST = 20 << 10
README = """# Streams

Written by `scripts/data/streams.py`; `scripts/data/streams.py --check` says whether they are what it writes. All text is ours,
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


def check(folder, wanted):
    there = {path.name: path.read_bytes() for path in folder.iterdir()}
    return sorted(str(folder / name) for name in there.keys() | wanted.keys() if there.get(name) != wanted.get(name))


def write(folder, wanted):
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in wanted.items():
        (folder / name).write_bytes(data)
    print(f"{folder}: {len(wanted)} files, {sum(map(len, wanted.values()))} bytes")


def main():
    if "--long" in sys.argv:
        return write(pathlib.Path(sys.argv[sys.argv.index("--long") + 1]), dict(answers.long()))
    folders = {FOLDER: dict(files()), EXAMPLES: dict(answers.examples())}
    if "--check" in sys.argv:
        different = [name for folder, wanted in folders.items() for name in check(folder, wanted)]
        sys.exit("differ: " + ", ".join(different) if different else 0)
    for folder, wanted in folders.items():
        write(folder, wanted)


if __name__ == "__main__":
    main()
