#!/usr/bin/env python3
"""Write a folder of tests/golden: documents of some coders and every table, which every later release must read.

usage: scripts/golden/documents.py TOKENWIRE FOLDER      (from the repository's root; TOKENWIRE is the command that writes them)

FOLDER is v1, or zstd-v1. What is there already is never written again: a format's next version gets a folder of its own, and so do
later coders. What gzip, zstd and hybrid pack may come out otherwise with another release of their libraries.
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
OWN = "# own: vocabulary size 300; ids not listed have count 1\n" + "".join(
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
    """Frequent ids, rare ids, the last ones, and enough of them for the long checksum."""
    choose = random.Random(size)
    many = [choose.randrange(max(size >> choose.randrange(16), 1)) for _ in range(700)]
    return {"no ids": [], "one id": [0], "last ids": [size - 1, 0, size - 2, 1], "many ids": many}


def documents(flags, size, texts):
    cases = [("ids", case, ids) for case, ids in ids_of(size).items()]
    cases += [("text", case, text) for case, text in TEXTS.items()] if texts else []
    for coder in FOLDERS[sys.argv[2]]:
        for kind, case, content in cases:
            if (coder, kind) == ("zstd", "ids"):
                continue  # They are hybrid.
            stdin = content.encode() if kind == "text" else json.dumps(content).encode()
            document = run("encode", *flags, "--coder", coder, "--from", kind, stdin=stdin)
            yield {"coder": coder, "case": case, kind: content, "document": document.hex()}


def built_in():
    for release in RELEASES:
        for encoding, size in SIZES.items():
            flags = ["--encoding", encoding, "--table", release]
            for row in documents(flags, size, texts=True):
                yield {"table": release, "encoding": encoding, **row}


def own():
    with tempfile.TemporaryDirectory() as folder:
        table = pathlib.Path(folder, "own.tsv")
        table.write_text(OWN)
        for row in documents(["--table", str(table)], 300, texts=False):
            yield {"table": "own.tsv", "encoding": None, **row}


def fingerprints():
    for row in json.loads(run("tables", "--json")):
        if row["encoding"] != "gpt2":
            yield f"{row['table'].split('/')[0]}\t{row['encoding']}\t{row['fingerprint']}\n"


def write(name, text):
    path = pathlib.Path("tests/golden", sys.argv[2], name)
    if path.exists():
        sys.exit(f"{path} is there, and golden files are never rewritten")
    path.write_text(text)


def main():
    pathlib.Path("tests/golden", sys.argv[2]).mkdir(parents=True, exist_ok=True)
    rows, tables = [*built_in(), *own()], [*fingerprints()]
    if sys.argv[2] == "v1":  # The others have its tables.
        write("own.tsv", OWN)
        write("fingerprints.tsv", "".join(tables))
    write("documents.jsonl", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    print(f"{len(rows)} documents")


if __name__ == "__main__":
    main()
