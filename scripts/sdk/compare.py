#!/usr/bin/env python3
"""Compares what the real OpenAI and Anthropic SDKs return with and without token streams.

usage: scripts/sdk/compare.py TOKENWIRE

TOKENWIRE is the tokenwire command. Needs the packages openai and anthropic, and the package tokenwire for its clients.

Makes every call in three ways: directly to the replayed server, through `connect` and `serve`, and through `serve`
alone with the package's clients. All of them must return the same objects, or the same error after the same objects.
Only the value of `obfuscation`, which is padding, may differ. scripts/sdk/sdks.txt and scripts/sdk/sdks-1x.txt list the
releases of the SDKs.
"""
import asyncio
import pathlib
import re
import shutil
import subprocess
import sys
import urllib.request

from servers import chain, metrics, no_proxies, until

no_proxies()

import anthropic  # noqa: E402
import openai  # noqa: E402
from calls import MESSAGES, AsyncCalls, Calls, lacking, outcome  # noqa: E402

try:
    import tokenwire.anthropic
    import tokenwire.openai
except ImportError as error:
    tokenwire = None
    print(f"   comparing only through `connect`: {error}")

SHARED = pathlib.Path("../shared/sse")
DISCONNECTED = 'tokenwire_errors_total{kind="ClientLeft"}'
SLOW = {"x-replay-rate": "20"}


def compare(direct, through, way):
    """Checks that the outcomes of both are equal and returns the number of objects."""
    count = 0
    for (name, direct_call), (_, call) in zip(direct, through, strict=True):
        expected, actual = outcome(direct_call), outcome(call)
        if expected != actual:
            different = (n for n, pair in enumerate(zip(expected, actual)) if pair[0] != pair[1])
            at = next(different, min(len(expected), len(actual)))
            objects = f"expected {expected[at:at + 1]}, not {actual[at:at + 1]}"
            sys.exit(f"{name}, {way}: object {at} of {len(expected)}: {objects}")
        if not expected:
            sys.exit(f"{name}: the call returned no objects, so there is nothing to compare")
        count += len(expected)
        last = expected[-1][0] if isinstance(expected[-1], list) else "complete"
        print(f"   {name:32} {way:10} {len(expected):5} objects, {last}")
    return count


def ways(serve, connect):
    """Yields the name, the base URL and the clients of each way to make the calls."""
    yield "proxies", connect.url, None
    if tokenwire:
        yield "client", serve.url, tokenwire


def async_outcomes(base, clients=None):
    """Returns the outcomes of all async calls, made at the same time."""
    return asyncio.run(AsyncCalls(base, clients).outcomes())


def compare_async(upstream, base, clients, way):
    expected, actual = async_outcomes(upstream), async_outcomes(base, clients)
    for number, (direct, through) in enumerate(zip(expected, actual, strict=True)):
        if direct != through:
            last = f"expected {direct[-1:]} as the last of {len(direct)}, not {through[-1:]} of {len(through)}"
            sys.exit(f"async clients, {way}: call {number}: {last}")
    count = sum(map(len, expected))
    print(f"   {'async, concurrent calls':32} {way:10} {count:5} objects of {len(expected)} calls")
    return count


def check_disconnection(serve, disconnect, client):
    """Checks that the gateway notices the disconnection and ends the request to the server."""
    before = metrics(serve.admin()).get(DISCONNECTED, 0)
    disconnect()
    noticed = lambda: metrics(serve.admin()).get(DISCONNECTED, 0) == before + 1  # noqa: E731
    until(noticed, f"the gateway notices that {client} disconnected")
    until(lambda: metrics(serve.admin())["tokenwire_streams_open"] == 0, "the stream is closed")


def cancellation(base, clients):
    """Disconnects a client after five objects."""
    http = {"http_client": clients.openai.http_client()} if clients else {}
    client = openai.OpenAI(base_url=f"{base}/v1", api_key="k", max_retries=0, **http)
    with client.chat.completions.create(model="m", messages=MESSAGES, stream=True, extra_headers=SLOW) as stream:
        for _ in range(5):
            next(stream)


def async_cancellation(base, clients):
    """Cancels a task that waits for an object."""
    asyncio.run(cancelled(base, {"http_client": clients.openai.async_http_client()} if clients else {}))


async def cancelled(base, http):
    started = asyncio.Event()

    async def read():
        chat = client.chat.completions
        async for _ in await chat.create(model="m", messages=MESSAGES, stream=True, extra_headers=SLOW):
            started.set()

    async with openai.AsyncOpenAI(base_url=f"{base}/v1", api_key="k", max_retries=0, **http) as client:
        task = asyncio.create_task(read())
        await started.wait()
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            sys.exit("the cancelled task was not cancelled")


def offers(serve):
    """Checks that the offers of the package and of the gateway are equal."""
    probe = {"Accept": "application/vnd.tokenwire.probe"}
    with urllib.request.urlopen(urllib.request.Request(serve.url, headers=probe), timeout=20) as answer:
        gateway_offer = answer.headers["Tokenwire-Offer"]
    from tokenwire._http.offer import OFFER

    if gateway_offer != OFFER:
        sys.exit(f"the offers differ: {OFFER} (package), {gateway_offer} (gateway)")


def curl(direct, through):
    """Checks that `curl -N` receives the same events through the proxies."""
    if not shutil.which("curl"):
        return print("   curl -N: skipped, curl is not installed")
    body = '{"stream": true, "model": "openai-chat"}'
    get = lambda base: subprocess.run(  # noqa: E731
        ["curl", "-sSN", "--noproxy", "*", f"{base}/v1/chat/completions", "-d", body], capture_output=True, check=True
    ).stdout
    empty = lambda text: re.sub(rb'"obfuscation":\s*"[^"]*"', b'"obfuscation":""', text)  # noqa: E731
    expected, actual = get(direct), get(through)
    if empty(expected) != empty(actual) or b"[DONE]" not in actual:
        sys.exit("curl -N: the bytes differ with and without the proxies")
    print(f"   curl -N: {len(actual)} bytes")


def samples(upstream, serve, connect):
    """Compares all calls on the built-in samples, in each way. Returns the number of objects."""
    count = 0
    for way, base, clients in ways(serve, connect):
        before = metrics(serve.admin())["tokenwire_streams_total"]
        direct, through = Calls(upstream.url), Calls(base, clients)
        count += compare(direct.samples(), through.samples(), way) + compare(direct.faults(), through.faults(), way)
        count += compare_async(upstream.url, base, clients, way)
        check_disconnection(serve, lambda: cancellation(base, clients), "the client")
        check_disconnection(serve, lambda: async_cancellation(base, clients), "the task")
        sums = metrics(serve.admin())
        if sums["tokenwire_streams_total"] < before + 30 or sums["tokenwire_ratio"] < 3:
            sys.exit(f"{way}: the streams were not sent as token streams: {sums}")
    return count


def main(command):
    print(f"   openai {openai.__version__}, anthropic {anthropic.__version__}")
    for name in lacking():
        print(f"   {name}: skipped, this release of openai does not have it")
    with chain(command) as (upstream, serve, connect):
        count = samples(upstream, serve, connect)
        curl(upstream.url, connect.url)
        if tokenwire:
            offers(serve)
    if SHARED.is_dir():
        with chain(command, str(SHARED)) as (upstream, serve, connect):
            for way, base, clients in ways(serve, connect):
                count += compare(Calls(upstream.url).shared(), Calls(base, clients).shared(), way)
    else:
        print(f"   {SHARED} is missing, so only the samples were compared")
    print(f"   {count} objects are the same with and without token streams")


if __name__ == "__main__":
    main(sys.argv[1])
