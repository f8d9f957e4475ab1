"""Clients of each httpx that is installed, and ways to run what is async."""

import asyncio
import importlib
import importlib.util

import pytest
from http_server import served

from tokenwire._http.client import wrap
from tokenwire._http.exchange import Options

INSTALLED = [name for name in ("httpx", "httpx2") if importlib.util.find_spec(name)]
LOOPS = ["asyncio", *(["trio"] if importlib.util.find_spec("trio") else [])]

needs_httpx = pytest.mark.skipif(not INSTALLED, reason="neither httpx nor httpx2 is installed")
# httpx leaves its own generators unfinished if a reader stops early, which trio reports, with and without tokenwire.
leaves_generators = pytest.mark.filterwarnings("ignore:Async generator:ResourceWarning")
each_httpx = pytest.mark.parametrize("httpx", [pytest.param(name, id=name) for name in INSTALLED], indirect=True)


def with_tokenwire(client, keep_tokens=True, on_event=None, documents=False):
    """Returns the client with tokenwire's transports."""
    return wrap(client, Options(keep_tokens, on_event, documents))


def run(loop, function):
    """The result of an async function."""
    return asyncio.run(function()) if loop == "asyncio" else importlib.import_module("trio").run(function)


@pytest.fixture
def httpx(request):
    """One of those that are installed."""
    return importlib.import_module(request.param)


@pytest.fixture
def server():
    """The server of `http_server`, while the test runs."""
    with served() as server:
        yield server
