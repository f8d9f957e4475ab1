"""`tokenwire.openai` and `tokenwire.anthropic` with the SDKs that are installed. `scripts/sdk/compare.py` compares all of their calls."""

import asyncio
import subprocess
import sys

import pytest
from http_clients import server  # noqa: F401
from http_server import EVENTS, WORDS

import tokenwire.anthropic
import tokenwire.openai
from tokenwire.openai import tokens

ASK = {"model": "gpt-4o", "messages": [{"role": "user", "content": "x"}]}
TEXT = "".join(f" {word}" for word in WORDS)

WITHOUT = """
import sys
sys.modules.update(dict.fromkeys(["openai", "anthropic", "httpx", "httpx2", "anyio"]))
import tokenwire.openai, tokenwire.anthropic
for module in (tokenwire.openai, tokenwire.anthropic):
    for make in (module.http_client, module.async_http_client):
        try:
            make()
        except ImportError as error:
            print(error)
"""


def test_a_missing_sdk_is_reported_by_the_call():
    said = subprocess.run([sys.executable, "-c", WITHOUT], check=True, capture_output=True, text=True).stdout.splitlines()
    line = "the package {0} is not installed: pip install --upgrade 'tokenwire[{0}]'".format
    assert said == [line("openai"), line("openai"), line("anthropic"), line("anthropic")]


@pytest.fixture
def openai():
    """The SDK."""
    return pytest.importorskip("openai", reason="openai is not installed")


@pytest.fixture
def of(server):  # noqa: F811
    """Options of a client at a server that speaks token streams."""
    server.aliases["completions"] = "negotiated"
    return {"base_url": server.url, "api_key": "k", "max_retries": 0}


@pytest.mark.parametrize(("sdk", "module"), [("openai", tokenwire.openai), ("anthropic", tokenwire.anthropic)])
def test_the_client_is_the_sdks_own(sdk, module):
    package = pytest.importorskip(sdk)
    with module.http_client() as made, package.DefaultHttpxClient() as default:
        assert isinstance(made, package.DefaultHttpxClient)
        assert (made.timeout, made.follow_redirects) == (default.timeout, default.follow_redirects)
        ours, theirs = made._transport._inner._pool, default._transport._pool
        assert ours._socket_options == theirs._socket_options
        assert ours._max_connections == theirs._max_connections
    made = module.async_http_client(timeout=3)
    assert isinstance(made, package.DefaultAsyncHttpxClient)
    assert made.timeout.read == 3
    asyncio.run(made.aclose())


def test_streams(openai, of):
    with tokenwire.openai.http_client(keep_tokens=True) as http:
        client = openai.OpenAI(**of, http_client=http)
        stream = client.chat.completions.create(**ASK, stream=True)
        assert "".join(chunk.choices[0].delta.content for chunk in stream) == TEXT
        assert "".join(event.text for event in tokens(stream)) == TEXT
        assert tokens(stream).event_count == len(EVENTS)


def test_async_streams(openai, of):
    async def text():
        async with openai.AsyncOpenAI(**of, http_client=tokenwire.openai.async_http_client()) as client:
            stream = await client.chat.completions.create(**ASK, stream=True)
            got = "".join([chunk.choices[0].delta.content async for chunk in stream])
            return got, tokens(stream).is_token_stream

    assert asyncio.run(text()) == (TEXT, True)


def test_raw_and_streaming_responses(openai, of):
    with tokenwire.openai.http_client() as http:
        chat = openai.OpenAI(**of, http_client=http).chat.completions
        raw = chat.with_raw_response.create(**ASK, stream=True)
        assert len(list(raw.parse())) == len(WORDS)
        assert tokens(raw).event_count == len(EVENTS)
        with chat.with_streaming_response.create(**ASK, stream=True) as response:
            assert sum(line.startswith("data:") for line in response.iter_lines()) == len(EVENTS)
            assert tokens(response).event_count == len(EVENTS)


def test_stream_context_managers(openai, of):
    with tokenwire.openai.http_client() as http:
        chat = openai.OpenAI(**of, http_client=http).chat.completions
        if not hasattr(chat, "stream"):
            pytest.skip("this openai has no chat.completions.stream")
        with chat.stream(**ASK) as stream:
            list(stream)
            assert tokens(stream).event_count == len(EVENTS)


def test_errors_carry_tokens(openai, of, server):  # noqa: F811
    server.aliases["completions"] = "busy"
    with tokenwire.openai.http_client() as http:
        with pytest.raises(openai.RateLimitError, match="slow down") as raised:
            openai.OpenAI(**of, http_client=http).chat.completions.create(**ASK, stream=True)
        assert not tokens(raised.value).is_token_stream


def test_an_sdk_that_is_too_old(openai, monkeypatch):
    monkeypatch.delattr(openai, "DefaultHttpxClient")
    with pytest.raises(ImportError, match=r"has no DefaultHttpxClient: pip install --upgrade 'tokenwire\[openai\]'"):
        tokenwire.openai.http_client()
