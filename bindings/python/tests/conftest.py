"""What several tests share."""

import json
import pathlib

import pytest
import tokenwire

ROOT = pathlib.Path(__file__).parents[3]

NASTY = [
    "",
    "a",
    "Hello world!",
    "<|endoftext|><|fim_prefix|> as text",
    "\0\1\2 nul",
    "🦀 crab, 👩‍👩‍👧‍👦 family",
    "lone \ud800 and \udfff, and a pair in two halves \ud83d\ude00",
    "混ぜた scripts, вместе, معاً, συνάμα",
    " " * 5000,
    "\r\n\t\r\n" * 300,
]


@pytest.fixture(scope="session")
def texts():
    lines = (ROOT / "examples" / "data" / "completions.jsonl").read_text(encoding="utf-8").splitlines()
    return NASTY + [json.loads(line)["text"] for line in lines]


@pytest.fixture(params=tokenwire.encodings())
def encoding(request):
    return request.param
