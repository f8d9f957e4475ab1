#!/usr/bin/env python3
"""Rewrites the columns sha256, entries and total of mappings/manifest.tsv from the current files.

usage: scripts/data/manifest.py          (from the repository's root; exits with 1 if anything changed)
"""
import hashlib
import pathlib
import sys

FOLDER = pathlib.Path("mappings")
MANIFEST = FOLDER / "manifest.tsv"


def measure(path):
    """Returns the hash of a file, the number of its entries and their total count."""
    data = path.read_bytes()
    rows = [row for row in data.decode().splitlines() if row and not row.startswith("#")]
    counts = path.suffix == ".tsv" and path.parent.name not in ("mappings", "vocab")
    total = sum(int(row.split("\t")[1]) for row in rows) if counts else len(rows)
    return [hashlib.sha256(data).hexdigest(), str(len(rows)), str(total)]


def main():
    before = MANIFEST.read_text()
    lines = []
    for line in before.splitlines():
        columns = line.split("\t")
        if not line.startswith("#"):
            columns[1:4] = measure(FOLDER / columns[0])
        lines.append("\t".join(columns))
    after = "\n".join(lines) + "\n"
    MANIFEST.write_text(after)
    return int(after != before)


if __name__ == "__main__":
    sys.exit(main())
