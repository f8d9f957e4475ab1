#!/usr/bin/env python3
"""Measure what the chat transcoder's preset dictionary does to the literals of streams.

usage: scripts/data/dictionary.py [--dictionary FILE] [--events] STREAM...     (.sse, .ndjson)

A literal is the first event of each shape, its text emptied and its padding dropped. It is deflated with the
dictionary and the stream's own earlier literals before it, as crates/chat does it. The table has one line a stream:
literals, their bytes raw, deflated without the dictionary and with it. --events adds a line for each literal.
"""
import argparse
import pathlib
import re
import zlib

DICTIONARY = "crates/chat/src/dictionary/1.txt"
KEPT = 8 << 10  # bytes of earlier literals that join the dictionary
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
    """The stream's bytes cut after each event."""
    if lines:
        return data.splitlines(keepends=True)
    ends = [match.end() for match in BLANK.finditer(data)]
    return [event for event in map(data.__getitem__, map(slice, [0, *ends], [*ends, len(data)])) if event]


def emptied(event):
    event = OBFUSCATION.sub(rb'\1""', TEXT.sub(rb'\1""', event))
    return ANTHROPIC.sub(b"}}", event)


def shape(event):
    return VALUE.sub(lambda match: match.group() if match["key"] else b"?", event)


def literals(data, lines=False):
    """The first event of each shape."""
    seen = {}
    for event in events(data, lines):
        event = emptied(event)
        seen.setdefault(shape(event), event)
    return list(seen.values())


def deflated(literal, dictionary):
    coder = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, dictionary)
    return len(coder.compress(literal) + coder.flush())


def costs(literals, dictionary):
    """What each literal costs after the ones before it."""
    earlier = b""
    for literal in literals:
        yield deflated(literal, dictionary + earlier)
        earlier = (earlier + literal)[-KEPT:]


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
        without, having = list(costs(found, b"")), list(costs(found, dictionary))
        line = [len(found), sum(map(len, found)), sum(without), sum(having)]
        totals = [sum(pair) for pair in zip(totals, line)]
        row(path.name, *line)
        if options.events:
            for literal, *pair in zip(found, without, having):
                row(f"    {literal!r}"[:43], "", len(literal), *pair)
    row("all", *totals)


if __name__ == "__main__":
    main()
