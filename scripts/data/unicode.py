#!/usr/bin/env python3
"""Writes mappings/unicode-16.0.0.tsv: the character classes that tiktoken's patterns distinguish.

usage: scripts/data/unicode.py           (from the repository's root; needs unicodedata2==16.0.0 from PyPI)

The file must not change, because the ids of stored text depend on it. Another Unicode version needs a new file.
"""
import pathlib
import sys

import unicodedata2

VERSION = "16.0.0"
PATH = pathlib.Path(f"mappings/unicode-{VERSION}.tsv")
HEADER = f"""# class\tfirst\tlast: scalar values of Unicode {VERSION} in hexadecimal; all others are `other`
# Copyright 1991-2024 Unicode, Inc.; Unicode License v3, https://www.unicode.org/license.txt
"""

CLASSES = {"Lu": "upper", "Lt": "upper", "Ll": "lower", "Lm": "letter", "Lo": "letter"}
# The property White_Space of PropList.txt, which unicodedata2 does not provide.
BLANKS = {*range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000}


def class_of(scalar):
    if scalar in BLANKS:
        return "blank"
    category = unicodedata2.category(chr(scalar))
    return CLASSES.get(category) or {"M": "mark", "N": "number"}.get(category[0], "other")


def ranges():
    """Yields (class, first, last) for each run of scalar values of one class."""
    scalars = [*range(0xD800), *range(0xE000, 0x110000)]
    first = previous = 0
    current = class_of(0)
    for scalar in scalars[1:]:
        found = class_of(scalar)
        if found != current or scalar != previous + 1:
            yield current, first, previous
            first, current = scalar, found
        previous = scalar
    yield current, first, previous


def main():
    if unicodedata2.unidata_version != VERSION:
        sys.exit(f"unicodedata2 has Unicode {unicodedata2.unidata_version}; install unicodedata2=={VERSION}")
    rows = [row for row in ranges() if row[0] != "other"]
    PATH.write_text(HEADER + "".join(f"{name}\t{first:04x}\t{last:04x}\n" for name, first, last in rows))
    print(f"{PATH}: {len(rows)} ranges")


if __name__ == "__main__":
    main()
