#!/usr/bin/env python3
"""Writes the preset dictionary of crates/chat, and measures how much it saves on the literals of streams.

usage: scripts/data/dictionary.py [--check] [--size BYTES] [--without SERVER]... [--dictionary FILE]
       scripts/data/dictionary.py --measure [--events] [--dictionary FILE] STREAM...     (.sse, .ndjson)

`pieces.py` builds the dictionary from the templates in `templates/`, which contain the field names, constants and
shapes of servers' events. We wrote the templates by hand, from what these APIs are known to send and from the order of
the fields in the made-up streams of `samples/`, `../shared/sse` and `../shared/sse-hard`. They contain no text, id,
signature, time or count of a response: `~` stands for each of them. What remains are field names, enumerations,
defaults, prefixes of ids, names of models, and the one error message that OpenAI's servers send in mid-stream. The output is always the same for the same implementation of deflate:
`pieces.py` measures with that of Python, so use a Python with zlib, not zlib-ng.

--check writes nothing and exits with 1 if the file differs. --size sets the largest size. --without builds the
dictionary without the servers whose names begin with SERVER, to measure how well it suits unknown servers; write that
one to another FILE.

A literal is the first event of each shape, without its text and its padding. As in crates/chat, it is deflated with the
dictionary followed by the stream's earlier literals. The table has one row per stream: the number of literals, and
their bytes raw, deflated without the dictionary, and deflated with it; then the bytes of the first literal, deflated
with it. --events adds a row for each literal.
"""
import argparse
import pathlib
import re
import sys

sys.dont_write_bytecode = True

import pieces  # noqa: E402

DICTIONARY = "crates/chat/src/dictionary/1.txt"
TEXT_KEYS = ["content", "text", "delta", "arguments", "partial_json", "thinking", "reasoning_content", "reasoning",
             "response"]

STRING = rb'"(?:[^"\\]|\\.)*"'
NUMBER = rb"-?\d[\d.eE+-]*"
TEXT = re.compile(rb'("(?:' + "|".join(TEXT_KEYS).encode() + rb')"\s*:\s*)' + STRING, re.S)
OBFUSCATION = re.compile(rb'("obfuscation"\s*:\s*)' + STRING, re.S)
ANTHROPIC = re.compile(rb"\} +\}(?=[\r\n]*$)")
BLANK = re.compile(rb"(?:\r\n|\r|\n)(?:\r\n|\r|\n)+")
VALUE = re.compile(rb"(?P<key>" + STRING + rb"\s*:)|" + STRING + rb"|\[\s*-?\d+(?:\s*,\s*-?\d+)*\s*\]|" + NUMBER, re.S)


def events(data, lines):
    """Splits a stream after each event."""
    if lines:
        return data.splitlines(keepends=True)
    ends = [match.end() for match in BLANK.finditer(data)]
    return [event for event in map(data.__getitem__, map(slice, [0, *ends], [*ends, len(data)])) if event]


def emptied(event):
    """Returns the event without its text and its padding."""
    event = OBFUSCATION.sub(rb'\1""', TEXT.sub(rb'\1""', event))
    return ANTHROPIC.sub(b"}}", event)


def shape(event):
    """Returns the event with `?` for each value."""
    return VALUE.sub(lambda match: match.group() if match["key"] else b"?", event)


def literals(data, lines=False):
    """Returns the first event of each shape."""
    first = {}
    for event in events(data, lines):
        event = emptied(event)
        first.setdefault(shape(event), event)
    return list(first.values())


def costs(literals, dictionary):
    """Yields the deflated size of each literal, after the literals before it."""
    earlier = b""
    for literal in literals:
        yield pieces.deflated(literal, dictionary + earlier)
        earlier = (earlier + literal)[-pieces.WINDOW:]


def row(name, *columns):
    print(f"{name:44.44}" + "".join(f"{column:>9}" for column in columns))


def measure(dictionary, streams, per_event):
    print(f"dictionary: {len(dictionary)} bytes")
    row("stream", "literals", "raw", "without", "with", "first")
    totals = [0, 0, 0, 0, 0]
    for path in streams:
        found = literals(path.read_bytes(), path.suffix == ".ndjson")
        without, with_dictionary = list(costs(found, b"")), list(costs(found, dictionary))
        line = [len(found), sum(map(len, found)), sum(without), sum(with_dictionary), sum(with_dictionary[:1])]
        totals = [sum(pair) for pair in zip(totals, line)]
        row(path.name, *line)
        if per_event:
            for literal, *pair in zip(found, without, with_dictionary):
                row(f"    {literal!r}"[:43], "", len(literal), *pair)
    row("all", *totals)


def main():
    parser = argparse.ArgumentParser(usage="\n".join(__doc__.split("\n")[2:4])[7:])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--events", action="store_true")
    parser.add_argument("--size", type=int, default=pieces.SIZE)
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--dictionary", type=pathlib.Path, default=DICTIONARY)
    parser.add_argument("streams", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    file = pathlib.Path(options.dictionary)
    if options.measure:
        return measure(file.read_bytes(), options.streams, options.events)
    content = pieces.dictionary(options.size, options.without)
    if not options.check:
        file.write_bytes(content)
        return print(f"{file}: {len(content)} bytes")
    if file.read_bytes() != content:
        sys.exit(f"{file} differs; run scripts/data/dictionary.py")


if __name__ == "__main__":
    main()
