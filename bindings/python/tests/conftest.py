"""Fixtures that several test files share."""

import json
import pathlib

import pytest
import tokenwire
from adversarial import ADVERSARIAL

ROOT = pathlib.Path(__file__).parents[3]


@pytest.fixture(scope="session")
def texts():
    """The adversarial texts and the sample completions."""
    lines = (ROOT / "examples" / "data" / "completions.jsonl").read_text(encoding="utf-8").splitlines()
    return [*ADVERSARIAL.values(), *(json.loads(line)["text"] for line in lines)]


@pytest.fixture(params=tokenwire.encodings())
def encoding(request):
    """The name of each encoding."""
    return request.param
