"""`tokenwire.openai` and `tokenwire.anthropic` with the installed SDKs.

`scripts/sdk/compare.py` compares all calls of the SDKs.
"""

import asyncio
import subprocess
import sys

import pytest
from http_clients import server  # noqa: F401
from http_server import EVENTS, WORDS

import tokenwire.anthropic
import tokenwire.openai
from tokenwire.openai import tokens

CHAT = {"model": "gpt-4o", "messages": [{"role": "user", "content": "x"}]}
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


def test_a_missing_sdk_reports_how_to_install_it():
    messages = subprocess.run([sys.executable, "-c", WITHOUT], check=True, capture_output=True, text=True)
    message = "the package {0} is not installed: pip install --upgrade 'tokenwire[{0}]'".format
    assert messages.stdout.splitlines() == [message(sdk) for sdk in ("openai", "openai", "anthropic", "anthropic")]


@pytest.fixture
def openai():
    """The OpenAI SDK."""
    return pytest.importorskip("openai", reason="needs openai")


@pytest.fixture
def options(server):  # noqa: F811
    """Options of an SDK client for a server with token streams."""
    server.aliases["completions"] = "negotiated"
    return {"base_url": server.url, "api_key": "k", "max_retries": 0}


@pytest.mark.parametrize(("sdk", "module"), [("openai", tokenwire.openai), ("anthropic", tokenwire.anthropic)])
def test_the_client_has_the_type_and_settings_of_the_sdk(sdk, module):
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


def test_the_sdk_reads_streams(openai, options):
    with tokenwire.openai.http_client(keep_tokens=True) as http:
        client = openai.OpenAI(**options, http_client=http)
        stream = client.chat.completions.create(**CHAT, stream=True)
        assert "".join(chunk.choices[0].delta.content for chunk in stream) == TEXT
        assert "".join(event.text for event in tokens(stream)) == TEXT
        assert tokens(stream).event_count == len(EVENTS)


def test_the_async_sdk_reads_streams(openai, options):
    async def text():
        async with openai.AsyncOpenAI(**options, http_client=tokenwire.openai.async_http_client()) as client:
            stream = await client.chat.completions.create(**CHAT, stream=True)
            content = "".join([chunk.choices[0].delta.content async for chunk in stream])
            return content, tokens(stream).is_token_stream

    assert asyncio.run(text()) == (TEXT, True)


def test_raw_and_streaming_responses_have_tokens(openai, options):
    with tokenwire.openai.http_client() as http:
        chat = openai.OpenAI(**options, http_client=http).chat.completions
        raw = chat.with_raw_response.create(**CHAT, stream=True)
        assert len(list(raw.parse())) == len(WORDS)
        assert tokens(raw).event_count == len(EVENTS)
        with chat.with_streaming_response.create(**CHAT, stream=True) as response:
            assert sum(line.startswith("data:") for line in response.iter_lines()) == len(EVENTS)
            assert tokens(response).event_count == len(EVENTS)


def test_stream_managers_have_tokens(openai, options):
    with tokenwire.openai.http_client() as http:
        chat = openai.OpenAI(**options, http_client=http).chat.completions
        if not hasattr(chat, "stream"):
            pytest.skip("this release of openai has no chat.completions.stream")
        with chat.stream(**CHAT) as stream:
            list(stream)
            assert tokens(stream).event_count == len(EVENTS)


def test_errors_have_tokens(openai, options, server):  # noqa: F811
    server.aliases["completions"] = "busy"
    with tokenwire.openai.http_client() as http:
        with pytest.raises(openai.RateLimitError, match="slow down") as raised:
            openai.OpenAI(**options, http_client=http).chat.completions.create(**CHAT, stream=True)
        assert not tokens(raised.value).is_token_stream


def test_an_old_sdk_reports_how_to_upgrade_it(openai, monkeypatch):
    monkeypatch.delattr(openai, "DefaultHttpxClient")
    with pytest.raises(ImportError, match=r"has no DefaultHttpxClient: pip install --upgrade 'tokenwire\[openai\]'"):
        tokenwire.openai.http_client()
