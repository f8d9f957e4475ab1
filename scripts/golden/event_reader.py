#!/usr/bin/env python3
"""Reads streams of events by docs/format.md alone: an independent second implementation of the section "Events".

usage: scripts/golden/event_reader.py [--dictionary FILE] STREAM          writes the events' bytes to standard output
       scripts/golden/event_reader.py [--dictionary FILE] --against FOLDER SOURCE ...
                                                  checks FOLDER/NAME.varint and .prefix against each source
       scripts/golden/event_reader.py [--dictionary FILE] --page PAGE     runs the byte rows of the page's Events tables

It needs Python 3.11 or later without packages, and the tables and vocabularies in mappings/.
"""
import pathlib
import re
import sys

from reader.stream import read

ROOT = pathlib.Path(__file__).resolve().parents[2]


def against(folder, sources, dictionary):
    """Checks streams in a folder against their sources. Returns the number of differences."""
    wrong = 0
    for source in map(pathlib.Path, sources):
        for coder in ("varint", "prefix"):
            stream = folder / f"{source.name}.{coder}"
            if not stream.exists():
                continue
            found, error = read(stream.read_bytes(), dictionary)
            expected = source.read_bytes()
            if error or found != expected:
                same = next((at for at, (a, b) in enumerate(zip(found, expected)) if a != b), min(len(found), len(expected)))
                print(f"{stream.name}: differs at byte {same} of {len(expected)}: {error}")
                wrong += 1
            else:
                print(f"{stream.name}: {len(found)} bytes, exact")
    return wrong


def cell_bytes(cell):
    """Parses bytes such as `19 05*3`, which repeats 05 three times."""
    parts = (part.partition("*") for part in cell.strip("`").split())
    return b"".join(bytes.fromhex(byte) * int(count or 1) for byte, _, count in parts)


def cell_outcome(cell):
    """Parses an outcome: events as text or bytes, an error, or both with `then` between them."""
    match = re.fullmatch(r"(?:(events|bytes) `(.*)`|no events)?(?: then )?(.*)", cell)
    escapes = {"n": b"\n", "r": b"\r", "t": b"\t"}
    text = re.sub(rb"\\(x..|.)", lambda escape: escapes.get(escape[1].decode()) or bytes.fromhex(escape[1][1:].decode()),
                  (match[2] or "").encode())
    return cell_bytes(match[2]) if match[1] == "bytes" else text, match[3] or None


def page_rows(page):
    """Returns the cells of the rows in the tables of streams of events."""
    inside = False
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| stream of events |"):
            inside = True
        elif not line.startswith("|"):
            inside = False
        elif inside and not line.startswith("|---"):
            yield cells


def check_page(page, dictionary):
    """Runs the rows of a page. Returns the number of those that differ."""
    wrong, count = 0, 0
    for stream, outcome, check in page_rows(page):
        found = read(cell_bytes(stream), dictionary)
        if found != cell_outcome(outcome):
            print(f"{check}: {stream[:60]} has the outcome {found[0][:200]} {found[1]}, not {outcome[:200]}")
            wrong += 1
        count += 1
    print(f"{count} rows, {wrong} differ")
    return wrong + (count == 0)


def main(args):
    dictionary = ROOT / "crates/chat/src/dictionary/1.txt"
    if args[:1] == ["--dictionary"]:
        dictionary, args = pathlib.Path(args[1]), args[2:]
    dictionary = dictionary.read_bytes()
    if args[:1] == ["--against"] and len(args) > 2:
        return against(pathlib.Path(args[1]), args[2:], dictionary) > 0
    if args[:1] == ["--page"] and len(args) == 2:
        return check_page(pathlib.Path(args[1]).read_text(), dictionary) > 0
    if len(args) != 1 or args[0].startswith("-"):
        return __doc__
    events, error = read(pathlib.Path(args[0]).read_bytes(), dictionary)
    sys.stdout.buffer.write(events)
    return error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
