"""Clients of httpx and httpx2, as far as they are installed, and a way to run async functions."""

import asyncio
import importlib
import importlib.util

import pytest
from http_server import served

from tokenwire._http.client import wrap
from tokenwire._http.exchange import Options

INSTALLED = [name for name in ("httpx", "httpx2") if importlib.util.find_spec(name)]
LOOPS = ["asyncio", *(["trio"] if importlib.util.find_spec("trio") else [])]

needs_httpx = pytest.mark.skipif(not INSTALLED, reason="needs httpx or httpx2")
# If a reader stops early, httpx leaves its own generators unfinished, and trio reports them. tokenwire is not involved.
leaves_generators = pytest.mark.filterwarnings("ignore:Async generator:ResourceWarning")
each_httpx = pytest.mark.parametrize("httpx", [pytest.param(name, id=name) for name in INSTALLED], indirect=True)


def with_tokenwire(client, keep_tokens=True, on_event=None, documents=False):
    """Returns the client with its transports wrapped."""
    return wrap(client, Options(keep_tokens, on_event, documents))


def run(loop, function):
    """Runs an async function on the named event loop and returns its result."""
    return asyncio.run(function()) if loop == "asyncio" else importlib.import_module("trio").run(function)


@pytest.fixture
def httpx(request):
    """The installed module, httpx or httpx2."""
    return importlib.import_module(request.param)


@pytest.fixture
def server():
    """The server of `http_server`, running during the test."""
    with served() as server:
        yield server
