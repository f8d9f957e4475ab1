#!/usr/bin/env python3
"""Writes a folder of golden documents to tests/golden: some coders with every table. Later releases must read them.

usage: scripts/golden/documents.py TOKENWIRE FOLDER     (from the repository's root; TOKENWIRE is the command)

FOLDER is v1 or zstd-v1. Existing files are never rewritten: a new version of the format, or a new coder, gets a new
folder. The bytes that gzip, zstd and hybrid write can differ between releases of their libraries.
"""
import json
import pathlib
import random
import subprocess
import sys
import tempfile

FOLDERS = {"v1": ["stored", "thrift", "gzip", "prefix"], "zstd-v1": ["zstd", "hybrid"]}
SIZES = {
    "cl100k_base": 100277, "o200k_base": 200019, "o200k_harmony": 201088,
    "p50k_base": 50281, "p50k_edit": 50284, "r50k_base": 50257,
}
RELEASES = ["chat-2026", "tacc-0.1.0"]
CUSTOM = "# own: vocabulary size 300; ids not listed have count 1\n" + "".join(
    f"{id}\t{3000 // (id + 1)}\n" for id in range(200)
)
TEXTS = {
    "empty text": "",
    "text": "Hello, wörld! 你好 \N{ROCKET}\n\tfn main() { println!(\"<|endoftext|>\"); }\n",
    "long text": "".join(f"{n}. The river is {n * n} paces wide here; nobody has counted twice.\n" for n in range(1, 21)),
}


def run(*args, stdin=b""):
    return subprocess.run([sys.argv[1], *args], input=stdin, capture_output=True, check=True).stdout


def ids_of(size):
    """Returns lists of frequent, rare and last ids, one of them long enough for the 32-bit checksum."""
    choose = random.Random(size)
    many = [choose.randrange(max(size >> choose.randrange(16), 1)) for _ in range(700)]
    return {"no ids": [], "one id": [0], "last ids": [size - 1, 0, size - 2, 1], "many ids": many}


def documents(flags, size, texts):
    cases = [("ids", case, ids) for case, ids in ids_of(size).items()]
    cases += [("text", case, text) for case, text in TEXTS.items()] if texts else []
    for coder in FOLDERS[sys.argv[2]]:
        for kind, case, content in cases:
            if (coder, kind) == ("zstd", "ids"):
                continue  # With zstd, ids become hybrid documents.
            stdin = content.encode() if kind == "text" else json.dumps(content).encode()
            document = run("encode", *flags, "--coder", coder, "--from", kind, stdin=stdin)
            yield {"coder": coder, "case": case, kind: content, "document": document.hex()}


def built_in():
    for release in RELEASES:
        for encoding, size in SIZES.items():
            flags = ["--encoding", encoding, "--table", release]
            for row in documents(flags, size, texts=True):
                yield {"table": release, "encoding": encoding, **row}


def custom():
    with tempfile.TemporaryDirectory() as folder:
        table = pathlib.Path(folder, "own.tsv")
        table.write_text(CUSTOM)
        for row in documents(["--table", str(table)], 300, texts=False):
            yield {"table": "own.tsv", "encoding": None, **row}


def fingerprints():
    for row in json.loads(run("tables", "--json")):
        if row["encoding"] != "gpt2":
            yield f"{row['table'].split('/')[0]}\t{row['encoding']}\t{row['fingerprint']}\n"


def write(name, text):
    path = pathlib.Path("tests/golden", sys.argv[2], name)
    if path.exists():
        sys.exit(f"{path} exists; golden files are never rewritten, so choose a new folder")
    path.write_text(text)


def main():
    pathlib.Path("tests/golden", sys.argv[2]).mkdir(parents=True, exist_ok=True)
    rows, tables = [*built_in(), *custom()], [*fingerprints()]
    if sys.argv[2] == "v1":  # The other folders use the same tables.
        write("own.tsv", CUSTOM)
        write("fingerprints.tsv", "".join(tables))
    write("documents.jsonl", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    print(f"{len(rows)} documents")


if __name__ == "__main__":
    main()
