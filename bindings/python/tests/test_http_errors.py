"""Broken token streams: clients receive all complete events and then a connection error, never a silent end."""

import pytest
from http_clients import LOOPS, each_httpx, httpx, leaves_generators, needs_httpx, run, server, with_tokenwire  # noqa: F401
from http_server import EVENTS, PLAIN, STREAM_TYPE, token_stream

from tokenwire.openai import tokens

pytestmark = [needs_httpx, each_httpx]

WHOLE = b"".join(token_stream())
FIVE = b"".join(EVENTS[:5])


def read(httpx, client, url):
    """Returns the bytes received and the error after them."""
    received, error = b"", None
    try:
        with client.stream("GET", url) as response:
            for piece in response.iter_bytes():
                received += piece
    except httpx.HTTPError as raised:
        error = raised
    return received, error


async def read_async(httpx, client, url):
    """Like `read`, for an async client."""
    received, error = b"", None
    try:
        async with client.stream("GET", url) as response:
            async for piece in response.aiter_bytes():
                received += piece
    except httpx.HTTPError as raised:
        error = raised
    return received, error


def client_of(httpx, body):
    """Returns a client whose server sends this token stream."""
    headers = {"Content-Type": STREAM_TYPE, "Tokenwire-Content-Type": "text/event-stream"}
    transport = httpx.MockTransport(lambda request: httpx.Response(200, headers=headers, content=iter([body])))
    return with_tokenwire(httpx.Client(transport=transport))


BREAKS = [("disconnected", FIVE), ("truncated", FIVE), ("aborted", FIVE), ("aborted_at_end", PLAIN), ("trailing_bytes", PLAIN), ("mislabelled", b"")]


@pytest.mark.parametrize(("path", "before"), BREAKS)
def test_broken_streams_raise_a_connection_error(httpx, server, path, before):
    with httpx.Client() as plain:
        _, expected = read(httpx, plain, f"{server.url}/plain_disconnected")
    with with_tokenwire(httpx.Client()) as client:
        received, error = read(httpx, client, f"{server.url}/{path}")
        assert received == before
        assert type(error) is type(expected) is httpx.RemoteProtocolError
        assert error.request.url.path == f"/{path}"
        # The connection is released, so the client still works.
        assert read(httpx, client, f"{server.url}/negotiated") == (PLAIN, None)


@leaves_generators
@pytest.mark.parametrize(("path", "before"), BREAKS)
@pytest.mark.parametrize("loop", LOOPS)
def test_broken_streams_of_async_clients_raise_a_connection_error(httpx, server, path, before, loop):
    async def both():
        async with with_tokenwire(httpx.AsyncClient()) as client:
            broken = await read_async(httpx, client, f"{server.url}/{path}")
            return *broken, await read_async(httpx, client, f"{server.url}/negotiated")

    received, error, after = run(loop, both)
    assert received == before
    assert type(error) is httpx.RemoteProtocolError
    assert after == (PLAIN, None)


def test_every_truncation_raises_a_connection_error(httpx):
    for length in range(len(WHOLE)):
        with client_of(httpx, WHOLE[:length]) as client:
            received, error = read(httpx, client, "http://h/")
        assert PLAIN.startswith(received)
        assert isinstance(error, httpx.RemoteProtocolError), length


def test_every_flipped_bit_raises_a_connection_error(httpx):
    for at in range(len(WHOLE)):
        flipped = bytearray(WHOLE)
        flipped[at] ^= 1 << at % 8
        with client_of(httpx, bytes(flipped)) as client:
            _, error = read(httpx, client, "http://h/")
        assert isinstance(error, httpx.RemoteProtocolError), at


def test_reading_the_whole_body_of_a_broken_stream_raises(httpx, server):
    with with_tokenwire(httpx.Client()) as client, pytest.raises(httpx.RemoteProtocolError, match="token stream"):
        client.get(f"{server.url}/truncated")


def test_errors_of_the_transport_propagate(httpx):
    def pieces():
        yield WHOLE[:20]
        raise httpx.ReadTimeout("slow")

    headers = {"Content-Type": STREAM_TYPE}
    transport = httpx.MockTransport(lambda request: httpx.Response(200, headers=headers, content=pieces()))
    with with_tokenwire(httpx.Client(transport=transport)) as client, pytest.raises(httpx.ReadTimeout, match="slow"):
        client.get("http://h/")


def test_events_before_an_error_are_counted(httpx, server):
    with with_tokenwire(httpx.Client()) as client, client.stream("GET", f"{server.url}/aborted") as response:
        with pytest.raises(httpx.RemoteProtocolError):
            response.read()
        assert tokens(response).event_count == 5
