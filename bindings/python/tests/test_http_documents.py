"""Request bodies that are sent as documents."""

import pytest
from http_clients import LOOPS, each_httpx, httpx, needs_httpx, run, server, with_tokenwire  # noqa: F401
from http_server import DOCUMENT

import tokenwire

pytestmark = [needs_httpx, each_httpx]

JSON = "application/json"
PROMPT = {"messages": ["Tell me something of rivers and their sand."] * 9}


def test_documents_are_sent_to_servers_that_accept_them(httpx, server):
    with with_tokenwire(httpx.Client(), documents=True) as client:
        for path in ("negotiated", "accepts_documents", "accepts_documents"):
            assert client.post(f"{server.url}/{path}", json=PROMPT).status_code == 200
        assert types(server) == [JSON, JSON, DOCUMENT]
        assert client.post(f"{server.url}/refuses_documents", json=PROMPT).status_code == 200
        assert types(server)[3:] == [DOCUMENT, JSON]
        client.post(f"{server.url}/negotiated", json=PROMPT)
        assert types(server)[5:] == [JSON]
    assert server.requests[4][3] == server.requests[0][3]
    check_document(server.requests[2], server.requests[1])


@pytest.mark.parametrize("loop", LOOPS)
def test_async_clients_send_documents_to_servers_that_accept_them(httpx, server, loop):
    async def post():
        async with with_tokenwire(httpx.AsyncClient(), documents=True) as client:
            for path in ("accepts_documents", "accepts_documents", "refuses_documents"):
                response = await client.post(f"{server.url}/{path}", json=PROMPT)
                assert response.status_code == 200

    run(loop, post)
    assert types(server) == [JSON, DOCUMENT, DOCUMENT, JSON]
    check_document(server.requests[1], server.requests[0])


def test_no_documents_are_sent_by_default(httpx, server):
    with with_tokenwire(httpx.Client()) as client:
        for _ in range(2):
            client.post(f"{server.url}/accepts_documents", json=PROMPT)
    assert types(server) == [JSON, JSON]


def types(server):
    """Returns the content types of the requests."""
    return [headers["Content-Type"] for _, _, headers, _ in server.requests]


def check_document(encoded, plain):
    """Checks that one request has the body of the other, as a document."""
    assert encoded[2]["Tokenwire-Content-Type"] == JSON
    assert tokenwire.Document(encoded[3]).decode_bytes() == plain[3]
    assert len(encoded[3]) < len(plain[3]) / 2
