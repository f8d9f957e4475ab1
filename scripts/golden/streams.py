#!/usr/bin/env python3
"""Write tests/golden/stream-v1/: streams of ids by each coder and table, which every later release must read.

usage: scripts/golden/streams.py TOKENWIRE      (from the repository's root; TOKENWIRE is the command that writes them)

What is there already is never written again: a format's next version gets a folder of its own.
"""
import json
import pathlib
import sys
import tempfile

import documents

FOLDER = pathlib.Path("tests/golden/stream-v1")
# Coder of the stream -> value of `encode --coder`.
CODERS = {"varint": "stable", "prefix": "prefix"}
# A limit that every list exceeds, so that the command writes a stream.
LIMIT = ["--max-size", "0"]


def streams(flags, size):
    for coder, name in CODERS.items():
        for case, ids in documents.ids_of(size).items():
            if ids:
                args = ["encode", *flags, *LIMIT, "--coder", name, "--from", "ids"]
                stream = documents.run(*args, stdin=json.dumps(ids).encode())
                yield {"coder": coder, "case": case, "ids": ids, "stream": stream.hex()}


def built_in():
    for release in documents.RELEASES:
        for encoding, size in documents.SIZES.items():
            for row in streams(["--encoding", encoding, "--table", release], size):
                yield {"table": release, "encoding": encoding, **row}


def own():
    with tempfile.TemporaryDirectory() as folder:
        table = pathlib.Path(folder, "own.tsv")
        table.write_text(documents.OWN)
        for row in streams(["--table", str(table)], 300):
            yield {"table": "own.tsv", "encoding": None, **row}


def main():
    documents.FOLDER = FOLDER
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows = [*built_in(), *own()]
    documents.write("own.tsv", documents.OWN)
    documents.write("streams.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    print(f"{len(rows)} streams")


if __name__ == "__main__":
    main()
