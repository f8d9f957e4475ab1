#!/usr/bin/env python3
"""Prints the golden hashes of src/vocab/tokenizer/split.rs: how tiktoken splits text around every scalar value.

usage: scripts/golden/splits.py          (needs regex==2024.11.6 and tiktoken from PyPI)

The patterns are tiktoken's, and the package regex has its own tables of Unicode 16.0.0. So the hashes do not depend on
the code of tokenwire or of Rust's regex crates.
"""
import hashlib
import sys

import regex
from tiktoken_ext import openai_public

VERSION = "2.5.148"  # regex.__version__ of regex 2024.11.6, which has Unicode 16.0.0
ENCODINGS = {"R50k": "r50k_base", "Cl100k": "cl100k_base", "O200k": "o200k_base"}
SURROGATES = range(0xD800, 0xE000)


def around(c):
    """Returns a text with `c` before and after each kind of neighbour that a pattern distinguishes."""
    return f"{c}a{c}A{c}{c} {c}  {c}1{c}\n{c}.{c}'{c}'s{c}\u02b0{c}"


def words(pattern, text):
    """Returns the length in bytes of each word."""
    lengths = [len(word.encode()) for word in pattern.findall(text)]
    assert sum(lengths) == len(text.encode()), text
    return bytes(lengths)


def golden(pattern):
    hashed = hashlib.sha256()
    for scalar in range(0x110000):
        if scalar not in SURROGATES:
            hashed.update(words(pattern, around(chr(scalar))) + b"\0")
    return hashed.hexdigest()


def main():
    if regex.__version__ != VERSION:
        sys.exit(f"regex has version {regex.__version__}; install regex==2024.11.6")
    # Replaces the vocabularies, which tiktoken would download and which are not needed.
    openai_public.load_tiktoken_bpe = openai_public.data_gym_to_mergeable_bpe_ranks = lambda *_, **__: dict.fromkeys(range(50256))
    for name, encoding in ENCODINGS.items():
        print(name, golden(regex.compile(getattr(openai_public, encoding)()["pat_str"])), flush=True)


if __name__ == "__main__":
    main()
