#!/usr/bin/env python3
"""Writes golden streams of ids to tests/golden/stream-v1: every coder with every table. Later releases must read them.

usage: scripts/golden/streams.py TOKENWIRE      (from the repository's root; TOKENWIRE is the command)

Existing files are never rewritten: a new version of the format gets a new folder.
"""
import json
import pathlib
import sys
import tempfile

import documents

FOLDER = pathlib.Path("tests/golden/stream-v1")
# Stream coder -> value of `encode --coder`.
CODERS = {"varint": "stable", "prefix": "prefix"}
# A limit that every list exceeds, so that the command writes a stream instead of a document.
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


def custom():
    with tempfile.TemporaryDirectory() as folder:
        table = pathlib.Path(folder, "own.tsv")
        table.write_text(documents.CUSTOM)
        for row in streams(["--table", str(table)], 300):
            yield {"table": "own.tsv", "encoding": None, **row}


def main():
    documents.FOLDER = FOLDER
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows = [*built_in(), *custom()]
    documents.write("own.tsv", documents.CUSTOM)
    documents.write("streams.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    print(f"{len(rows)} streams")


if __name__ == "__main__":
    main()
