#!/usr/bin/env python3
"""The real OpenAI and Anthropic SDKs, unmodified, through `tokenwire connect` and `tokenwire serve`.

usage: scripts/sdk_test.py TOKENWIRE      (the command; needs the packages openai and anthropic)

Every call is made twice, to the replayed server itself and through both proxies, and has to give the same objects, or the same
error after the same objects. Only the value of `obfuscation` may differ: it is padding.
"""
import asyncio
import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.request

for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
    os.environ.pop(name, None)

import anthropic  # noqa: E402
import openai  # noqa: E402

SHARED = pathlib.Path("../shared/sse")
MESSAGES = [{"role": "user", "content": "Tell me something."}]
TOOLS = [{"type": "function", "function": {"name": "search_trains", "parameters": {}}}]
FAULTS = ["status=429", "status=500", "status=503", "error-event=5", "cut=5", "half-utf8=5", "wrong-type", "redirect", "gzip", "big=300000"]
CHATS = [
    "openai-chat", "openai-chat-obfuscated", "openai-chat-crlf", "openai-chat-python-json", "openai-3-choices",
    "openai-logprobs", "openai-tools", "azure-chat", "vllm-chat", "vllm-chat-token-ids", "vllm-chat-foreign-ids",
    "sglang-chat", "tgi-chat", "llamacpp-chat", "ollama-chat",
]


class Server:
    """A command that says where it listens, ended with the test."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines = []
        # All that it says has to be read, or it stands still some day.
        threading.Thread(target=self.read, daemon=True).start()
        self.url = self.said(r"listening on (http://\S+)")

    def read(self):
        for line in self.process.stdout:
            self.lines.append(line)

    def admin(self):
        return self.said(r"metrics at (http://[^/]+)")

    def said(self, pattern):
        found = lambda: re.search(pattern, "".join(self.lines))  # noqa: E731
        until(found, f"{self.process.args} said {pattern}")
        return found()[1]

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


def plain(value):
    """What an SDK's object holds, without padding."""
    if hasattr(value, "model_dump"):
        value = value.model_dump(warnings=False)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if key != "obfuscation"}
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value


def outcome(objects):
    """Objects as they come, and the error that ends them."""
    seen = []
    try:
        for value in objects():
            seen.append(plain(value))
    except Exception as error:  # whichever kind the SDK has
        seen.append([type(error).__name__, getattr(error, "status_code", None), getattr(error, "body", None)])
    return seen


class Calls:
    """What an SDK can be asked for at a base URL, by name: each gives a function that gives objects."""

    def __init__(self, base):
        self.openai = lambda path="", **more: openai.OpenAI(base_url=f"{base}{path}/v1", api_key="k", max_retries=0, **more)
        self.anthropic = lambda path="": anthropic.Anthropic(base_url=f"{base}{path}", api_key="k", max_retries=0)

    def chat(self, path="", **more):
        return lambda: self.openai(path).chat.completions.create(model="gpt-4o", messages=MESSAGES, stream=True, **more)

    def responses(self, **more):
        return lambda: self.openai().responses.create(model="gpt-4o", input="x", stream=True, **more)

    def messages(self, path="", **more):
        return lambda: self.anthropic(path).messages.create(
            model="claude", max_tokens=99, messages=MESSAGES, stream=True, **more
        )

    def samples(self):
        """By what is asked for, on the samples that are built in."""
        chat = self.openai().chat.completions
        yield "chat, streamed", self.chat()
        yield "chat, not streamed", lambda: [chat.create(model="gpt-4o", messages=MESSAGES)]
        yield "chat, .stream()", lambda: opened(chat.stream(model="gpt-4o", messages=MESSAGES), "get_final_completion")
        yield "tools, streamed", self.chat(tools=TOOLS)
        yield "tools, not streamed", lambda: [chat.create(model="gpt-4o", messages=MESSAGES, tools=TOOLS)]
        yield "tools, .stream()", lambda: opened(
            chat.stream(model="gpt-4o", messages=MESSAGES, tools=TOOLS), "get_final_completion"
        )
        responses = self.openai().responses
        yield "responses, streamed", self.responses()
        yield "responses, not streamed", lambda: [responses.create(model="gpt-4o", input="x")]
        yield "responses, .stream()", lambda: opened(responses.stream(model="gpt-4o", input="x"), "get_final_response")
        messages = self.anthropic().messages
        of_claude = {"model": "claude", "max_tokens": 99, "messages": MESSAGES}
        yield "messages, streamed", self.messages()
        yield "messages, not streamed", lambda: [messages.create(**of_claude)]
        yield "messages, .stream()", lambda: opened(messages.stream(**of_claude), "get_final_message")
        yield "a long request", lambda: [chat.create(model="gpt-4o", messages=MESSAGES * 200)]
        yield "models, not there", lambda: [self.openai().models.list()]

    def faults(self):
        for fault in FAULTS:
            header = {"extra_headers": {"x-replay-fault": fault}}
            yield f"chat, {fault}", self.chat(**header)
            yield f"responses, {fault}", self.responses(**header)
            yield f"messages, {fault}", self.messages(**header)

    def shared(self):
        for stem in CHATS:
            yield stem, self.chat(f"/{stem}")
        yield "openai-responses", self.responses()
        yield "anthropic-messages", self.messages("/anthropic-messages")


def opened(manager, final):
    """The events of an SDK's `.stream()`, and what it makes of them in the end."""
    with manager as stream:
        yield from stream
        yield getattr(stream, final)()


def compare(direct, through):
    """Both give the same; how many objects."""
    count = 0
    for (name, there), (_, here) in zip(direct, through, strict=True):
        expected, got = outcome(there), outcome(here)
        if expected != got:
            at = next((n for n, pair in enumerate(zip(expected, got)) if pair[0] != pair[1]), min(len(expected), len(got)))
            sys.exit(f"{name}: object {at} of {len(expected)} is {got[at:at + 1]} and not {expected[at:at + 1]}")
        if not expected:
            sys.exit(f"{name}: nothing came, so nothing was compared")
        count += len(expected)
        last = expected[-1][0] if isinstance(expected[-1], list) else "whole"
        print(f"   {name:32} {len(expected):5} objects, {last}")
    return count


async def at_once(base):
    """Async clients, several at a time."""
    client = openai.AsyncOpenAI(base_url=f"{base}/v1", api_key="k", max_retries=0)
    claude = anthropic.AsyncAnthropic(base_url=base, api_key="k", max_retries=0)

    async def chat():
        return [plain(chunk) async for chunk in await client.chat.completions.create(model="m", messages=MESSAGES, stream=True)]

    async def messages():
        events = await claude.messages.create(model="m", max_tokens=9, messages=MESSAGES, stream=True)
        return [plain(event) async for event in events]

    return await asyncio.gather(*[call() for call in [chat, messages] * 5])


def metrics(url):
    text = urllib.request.urlopen(f"{url}/metrics", timeout=20).read().decode()
    return {name: float(value) for name, value in re.findall(r"^(\w+(?:\{[^}]*\})?) (\S+)$", text, re.M)}


def until(condition, what):
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)
    sys.exit(f"not within ten seconds: {what}")


def cancellation(base, serve_admin):
    """A client that leaves ends the request to the server."""
    left = 'tokenwire_errors_total{kind="ClientLeft"}'
    before = metrics(serve_admin).get(left, 0)
    slow = {"x-replay-rate": "20"}
    client = openai.OpenAI(base_url=f"{base}/v1", api_key="k", max_retries=0)
    with client.chat.completions.create(model="m", messages=MESSAGES, stream=True, extra_headers=slow) as stream:
        for _ in range(5):
            next(stream)
    until(lambda: metrics(serve_admin).get(left, 0) == before + 1, "the gateway sees that the client left")
    until(lambda: metrics(serve_admin)["tokenwire_streams_open"] == 0, "the stream is closed")


def curl(direct, through):
    """`curl -N` gets the same events."""
    if not shutil.which("curl"):
        return print("   curl -N: skipped, there is no curl")
    body = '{"stream": true, "model": "openai-chat"}'
    get = lambda base: subprocess.run(  # noqa: E731
        ["curl", "-sSN", "--noproxy", "*", f"{base}/v1/chat/completions", "-d", body], capture_output=True, check=True
    ).stdout
    empty = lambda text: re.sub(rb'"obfuscation":\s*"[^"]*"', b'"obfuscation":""', text)  # noqa: E731
    expected, got = get(direct), get(through)
    if empty(expected) != empty(got) or b"[DONE]" not in got:
        sys.exit("curl -N: other bytes came")
    print(f"   curl -N: {len(got)} bytes")


@contextlib.contextmanager
def chain(command, *replay):
    """A replayed server, `serve` before it and `connect` before that."""
    listen = ("--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0")
    servers = [Server(command, "replay", *replay, "--listen", "127.0.0.1:0", "--rate", "0")]
    try:
        servers.append(Server(command, "serve", "--upstream", servers[-1].url, *listen))
        servers.append(Server(command, "connect", "--gateway", servers[-1].url, *listen))
        yield servers
    finally:
        for server in servers[::-1]:
            server.stop()


def main(command):
    print(f"   openai {openai.__version__}, anthropic {anthropic.__version__}")
    with chain(command) as (upstream, serve, connect):
        direct, through = Calls(upstream.url), Calls(connect.url)
        count = compare(direct.samples(), through.samples()) + compare(direct.faults(), through.faults())
        if asyncio.run(at_once(upstream.url)) != asyncio.run(at_once(connect.url)):
            sys.exit("async clients got other objects")
        curl(upstream.url, connect.url)
        cancellation(connect.url, serve.admin())
        sums = metrics(serve.admin())
        if sums["tokenwire_streams_total"] < 30 or sums["tokenwire_ratio"] < 3:
            sys.exit(f"the streams did not travel as token streams: {sums}")
    if SHARED.is_dir():
        with chain(command, str(SHARED)) as (upstream, _, connect):
            count += compare(Calls(upstream.url).shared(), Calls(connect.url).shared())
    else:
        print(f"   {SHARED} is not there: only the samples were compared")
    print(f"   {count} objects, the same with and without")


if __name__ == "__main__":
    main(sys.argv[1])
