"""Clients that disconnect, proxies, threads and forks."""

import concurrent.futures
import importlib
import os
import threading

import pytest
from http_clients import LOOPS, each_httpx, httpx, leaves_generators, needs_httpx, run, server, with_tokenwire  # noqa: F401
from http_server import EVENTS, PLAIN, STREAM, served

from tokenwire.openai import tokens

pytestmark = [needs_httpx, each_httpx]


def test_closing_early_closes_the_connection(httpx, server):
    with with_tokenwire(httpx.Client()) as client:
        with client.stream("GET", f"{server.url}/slow") as response:
            assert next(response.iter_bytes()) == EVENTS[0]
        assert server.client_left.wait(10)


@leaves_generators
@pytest.mark.parametrize("loop", LOOPS)
def test_closing_an_async_response_early_closes_the_connection(httpx, server, loop):
    async def read_one():
        async with with_tokenwire(httpx.AsyncClient()) as client:
            async with client.stream("GET", f"{server.url}/slow") as response:
                async for piece in response.aiter_bytes():
                    assert piece == EVENTS[0]
                    break
            assert server.client_left.wait(10)

    run(loop, read_one)


@pytest.mark.parametrize("loop", LOOPS)
def test_a_cancelled_task_closes_the_connection(httpx, server, loop):
    anyio = importlib.import_module("anyio")

    async def cancelled():
        received = []
        async with with_tokenwire(httpx.AsyncClient()) as client:
            with anyio.move_on_after(0.3) as scope:
                async with client.stream("GET", f"{server.url}/slow") as response:
                    async for piece in response.aiter_bytes():
                        received.append(piece)
            assert scope.cancelled_caught
            assert server.client_left.wait(10)
            return received

    assert run(loop, cancelled) == EVENTS[:3]


def test_a_read_timeout_closes_the_connection(httpx, server):
    with with_tokenwire(httpx.Client(timeout=0.3)) as client, pytest.raises(httpx.ReadTimeout):
        client.get(f"{server.url}/slow")
    assert server.client_left.wait(10)


@leaves_generators
@pytest.mark.parametrize("loop", LOOPS)
def test_a_second_iterator_reads_the_rest(httpx, server, loop):
    # The newest SDKs read what follows [DONE] in this way.
    async def twice():
        async with with_tokenwire(httpx.AsyncClient()) as client, client.stream("GET", f"{server.url}/one_chunk") as response:
            first = response.aiter_raw(7)
            received = await anext(first)
            rest = [piece async for piece in response.stream]
            await first.aclose()
            return received, rest, tokens(response)

    received, rest, found = run(loop, twice)
    assert received == PLAIN[:7]
    assert found.event_bytes == len(PLAIN)
    assert all(piece in PLAIN for piece in rest)


def test_connections_are_reused(httpx, server):
    with with_tokenwire(httpx.Client()) as client:
        for _ in range(3):
            client.get(f"{server.url}/negotiated")
        assert len(client._transport._inner._pool.connections) == 1


def test_proxies_of_the_environment_are_used(httpx, monkeypatch):
    with served() as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        with with_tokenwire(httpx.Client()) as client:
            response = client.get("http://nowhere.invalid/negotiated")
        assert tokens(response).is_token_stream
        assert proxy.requests[0][1] == "http://nowhere.invalid/negotiated"
        with with_tokenwire(httpx.Client(trust_env=False)) as client, pytest.raises(httpx.ConnectError):
            client.get("http://nowhere.invalid/negotiated")


@pytest.mark.parametrize("loop", LOOPS)
def test_an_explicit_proxy_is_used(httpx, server, loop):
    async def get():
        async with with_tokenwire(httpx.AsyncClient(proxy=server.url)) as client:
            return await client.get("http://nowhere.invalid/negotiated")

    assert run(loop, get).content == PLAIN
    assert server.requests[0][1] == "http://nowhere.invalid/negotiated"


def test_custom_transports_and_mounts_are_wrapped(httpx, server):
    requests = []

    class CustomTransport(httpx.HTTPTransport):
        def handle_request(self, request):
            requests.append(request.headers["Accept"].startswith(STREAM) and request.content)
            return super().handle_request(request)

    with with_tokenwire(httpx.Client(transport=CustomTransport())) as client:
        assert client.post(f"{server.url}/negotiated", content=b"x").content == PLAIN
    with with_tokenwire(httpx.Client(mounts={"http://": CustomTransport(), "https://": None})) as client:
        assert client.get(f"{server.url}/negotiated").content == PLAIN
    assert requests == [b"x", b""]


def test_threads_can_share_a_client(httpx, server):
    def get(_):
        response = client.get(f"{server.url}/negotiated")
        return response.content, tokens(response).event_count

    with with_tokenwire(httpx.Client()) as client, concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert set(pool.map(get, range(80))) == {(PLAIN, len(EVENTS))}


def test_threads_that_read_one_response_get_errors_at_worst(httpx, server):
    """This is misuse. Threads may get errors, but must not panic or hang."""
    errors = []

    def read(response):
        try:
            for _ in response.stream:
                pass
        except Exception as error:  # A panic is not an Exception.
            errors.append(error)

    with with_tokenwire(httpx.Client()) as client, client.stream("GET", f"{server.url}/byte_chunks") as response:
        threads = [threading.Thread(target=read, args=(response,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert not any(thread.is_alive() for thread in threads)
    assert all(isinstance(error, (httpx.HTTPError, RuntimeError, ValueError)) for error in errors), errors


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_client_works_after_a_fork(httpx, server):
    with with_tokenwire(httpx.Client()) as client:
        child = os.fork()
        if not child:
            os._exit(0 if client.get(f"{server.url}/negotiated").content == PLAIN else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert client.get(f"{server.url}/negotiated").content == PLAIN
