"""Responses: clients receive the original response, with and without a token stream."""

import pytest
from http_clients import LOOPS, each_httpx, httpx, needs_httpx, run, server, with_tokenwire  # noqa: F401
from http_server import EVENTS, PLAIN, STREAM

from tokenwire.openai import tokens

pytestmark = [needs_httpx, each_httpx]


def getters(httpx):
    """Returns functions that get a response: one synchronous, one per event loop."""

    def synchronous(url, **options):
        with with_tokenwire(httpx.Client(**options)) as client:
            return client.get(url)

    def on(loop):
        async def get(url, options):
            async with with_tokenwire(httpx.AsyncClient(**options)) as client:
                return await client.get(url)

        return lambda url, **options: run(loop, lambda: get(url, options))

    return [synchronous, *(on(loop) for loop in LOOPS)]


@pytest.mark.parametrize("path", ["negotiated", "one_chunk", "byte_chunks", "gzip_negotiated"])
def test_a_token_stream_decodes_to_the_original_events(httpx, server, path):
    for get in getters(httpx):
        response = get(f"{server.url}/{path}")
        assert response.content == PLAIN
        assert response.headers["content-type"].startswith("text/event-stream")
        assert not {"content-length", "content-encoding", "tokenwire-content-type"} & set(response.headers)
        assert response.num_bytes_downloaded == len(PLAIN)


@pytest.mark.parametrize("path", ["plain", "gzip_plain"])
def test_responses_without_token_streams_are_unchanged(httpx, server, path):
    for get in getters(httpx):
        response = get(f"{server.url}/{path}")
        assert response.content == PLAIN
        found = tokens(response)
        assert (found.is_token_stream, found.wire_bytes, found.events) == (False, 0, [])
        assert repr(found) == "<tokenwire.Tokens: no token stream>"


@pytest.mark.parametrize(("path", "status"), [("busy", 429), ("broken", 500)])
def test_error_responses_are_unchanged(httpx, server, path, status):
    for get in getters(httpx):
        response = get(f"{server.url}/{path}")
        assert response.status_code == status
        assert response.json()["error"]["message"]


@pytest.mark.parametrize(("path", "body"), [("later_version", b"of a later version"), ("unknown_coding", b"?")])
def test_an_unreadable_stream_is_unchanged(httpx, server, path, body):
    for get in getters(httpx):
        response = get(f"{server.url}/{path}")
        assert response.content == body
        assert response.headers["content-type"].startswith(STREAM)


def test_redirected_requests_have_one_offer(httpx, server):
    for get in getters(httpx):
        response = get(f"{server.url}/redirect", follow_redirects=True)
        assert response.content == PLAIN
        assert tokens(response).is_token_stream
        assert [headers["Accept"].count(STREAM) for _, _, headers, _ in server.requests[-2:]] == [1, 1]


def test_the_callers_accept_header_follows_the_offer(httpx, server):
    with with_tokenwire(httpx.Client()) as client:
        response = client.get(f"{server.url}/negotiated", headers={"Accept": "text/event-stream;q=0.3"})
    assert server.requests[-1][2]["Accept"].endswith("dict=1, text/event-stream;q=0.3")
    assert response.request.headers["Accept"] == "text/event-stream;q=0.3"


def test_event_hooks_receive_the_restored_response(httpx, server):
    types = []
    hooks = {"response": [lambda response: types.append(response.headers["content-type"])]}
    with with_tokenwire(httpx.Client(event_hooks=hooks)) as client:
        client.get(f"{server.url}/negotiated")
    assert types == ["text/event-stream"]


def test_tokens_are_stored_and_counted(httpx, server):
    for get in getters(httpx):
        found = tokens(get(f"{server.url}/negotiated"))
        assert found.is_token_stream
        assert found.event_count == len(EVENTS)
        assert found.event_bytes == len(PLAIN)
        assert found.wire_bytes < len(PLAIN) / 10
        assert found.ids == [id for event in found for id in event.ids]
        assert found.token_count == len(found.ids) > 10
        assert {event.source for event in found} == {"derived"}
        assert found.encoding == "o200k_base"
        assert "".join(event.text for event in found).endswith("on the way.")
        assert repr(found).startswith("<tokenwire.Tokens: ")


def test_tokens_are_available_while_streaming(httpx, server):
    counts = []
    with with_tokenwire(httpx.Client()) as client, client.stream("GET", f"{server.url}/negotiated") as response:
        for _ in response.iter_raw():
            counts.append(tokens(response).event_count)
    assert counts == sorted(counts)
    assert counts[-1] == len(EVENTS)


def test_without_keep_tokens_events_are_only_counted(httpx, server):
    with with_tokenwire(httpx.Client(), keep_tokens=False) as client:
        found = tokens(client.get(f"{server.url}/negotiated"))
    assert found.event_count == len(EVENTS)
    with pytest.raises(RuntimeError, match="keep_tokens"):
        list(found)


def test_on_event_is_called_with_each_event(httpx, server):
    texts = []
    with with_tokenwire(httpx.Client(), on_event=lambda event: texts.append(event.text)) as client:
        client.get(f"{server.url}/negotiated")
    assert "".join(texts).startswith(" Rivers carry")


def test_exceptions_of_on_event_propagate(httpx, server):
    def fail(event):
        raise KeyError(event.text)

    with with_tokenwire(httpx.Client(), on_event=fail) as client, pytest.raises(KeyError):
        client.get(f"{server.url}/negotiated")


def test_tokens_of_other_objects_raise(httpx, server):
    with pytest.raises(TypeError, match="not Response"):
        tokens(httpx.get(f"{server.url}/negotiated"))
    with pytest.raises(TypeError, match="not int"):
        tokens(3)
