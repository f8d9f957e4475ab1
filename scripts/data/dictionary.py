#!/usr/bin/env python3
"""Measures how much the preset dictionary of crates/chat saves on the literals of streams.

usage: scripts/data/dictionary.py [--dictionary FILE] [--events] STREAM...     (.sse, .ndjson)

A literal is the first event of each shape, without its text and its padding. As in crates/chat, it is deflated with the
dictionary followed by the stream's earlier literals. The table has one row per stream: the number of literals, and
their bytes raw, deflated without the dictionary, and deflated with it. --events adds a row for each literal.
"""
import argparse
import pathlib
import re
import zlib

DICTIONARY = "crates/chat/src/dictionary/1.txt"
WINDOW = 8 << 10  # bytes of earlier literals after the dictionary
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


def deflated(literal, dictionary):
    """Returns the deflated size of a literal."""
    coder = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, dictionary)
    return len(coder.compress(literal) + coder.flush())


def costs(literals, dictionary):
    """Yields the deflated size of each literal, after the literals before it."""
    earlier = b""
    for literal in literals:
        yield deflated(literal, dictionary + earlier)
        earlier = (earlier + literal)[-WINDOW:]


def row(name, *columns):
    print(f"{name:44.44}" + "".join(f"{column:>9}" for column in columns))


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n")[2][7:])
    parser.add_argument("--dictionary", default=DICTIONARY)
    parser.add_argument("--events", action="store_true")
    parser.add_argument("streams", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    dictionary = pathlib.Path(options.dictionary).read_bytes()
    print(f"dictionary: {len(dictionary)} bytes")
    row("stream", "literals", "raw", "without", "with")
    totals = [0, 0, 0, 0]
    for path in options.streams:
        found = literals(path.read_bytes(), path.suffix == ".ndjson")
        without, with_dictionary = list(costs(found, b"")), list(costs(found, dictionary))
        line = [len(found), sum(map(len, found)), sum(without), sum(with_dictionary)]
        totals = [sum(pair) for pair in zip(totals, line)]
        row(path.name, *line)
        if options.events:
            for literal, *pair in zip(found, without, with_dictionary):
                row(f"    {literal!r}"[:43], "", len(literal), *pair)
    row("all", *totals)


if __name__ == "__main__":
    main()
