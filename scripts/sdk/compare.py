#!/usr/bin/env python3
"""The real OpenAI and Anthropic SDKs, unmodified, through `tokenwire connect` and `tokenwire serve`, and with the clients of the
package tokenwire at `tokenwire serve` itself.

usage: scripts/sdk/compare.py TOKENWIRE      (the command; needs the packages openai and anthropic, and tokenwire for its clients)

Every call is made to the replayed server itself, through both proxies, and through `serve` alone by a client that asks for token
streams. All have to give the same objects, or the same error after the same objects. Only the value of `obfuscation` may differ:
it is padding. scripts/sdk/sdks.txt and scripts/sdk/sdks-1x.txt list the releases of the SDKs.
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
    print(f"   only through `connect`: {error}")

SHARED = pathlib.Path("../shared/sse")
LEFT = 'tokenwire_errors_total{kind="ClientLeft"}'
SLOW = {"x-replay-rate": "20"}


def compare(direct, through, way):
    """Both give the same; how many objects."""
    count = 0
    for (name, there), (_, here) in zip(direct, through, strict=True):
        expected, got = outcome(there), outcome(here)
        if expected != got:
            at = next((n for n, pair in enumerate(zip(expected, got)) if pair[0] != pair[1]), min(len(expected), len(got)))
            sys.exit(f"{name}, {way}: object {at} of {len(expected)} is {got[at:at + 1]} and not {expected[at:at + 1]}")
        if not expected:
            sys.exit(f"{name}: nothing came, so nothing was compared")
        count += len(expected)
        last = expected[-1][0] if isinstance(expected[-1], list) else "whole"
        print(f"   {name:32} {way:10} {len(expected):5} objects, {last}")
    return count


def ways(serve, connect):
    """Name, base URL, and whose clients: proxies that ask, and clients that do."""
    yield "proxies", connect.url, None
    if tokenwire:
        yield "client", serve.url, tokenwire


def at_once(base, clients=None):
    """Async clients, several at a time."""
    return asyncio.run(AsyncCalls(base, clients).outcomes())


def compare_async(upstream, base, clients, way):
    expected, got = at_once(upstream), at_once(base, clients)
    for number, (there, here) in enumerate(zip(expected, got, strict=True)):
        if there != here:
            sys.exit(f"async clients, {way}: call {number} gave {here[-1:]} last and not {there[-1:]}, {len(here)} of {len(there)}")
    count = sum(map(len, expected))
    print(f"   {'async, at the same time':32} {way:10} {count:5} objects of {len(expected)} calls")
    return count


def leaves(serve, leave, what):
    """The gateway sees that the client left, and the request to the server ends."""
    before = metrics(serve.admin()).get(LEFT, 0)
    leave()
    until(lambda: metrics(serve.admin()).get(LEFT, 0) == before + 1, f"the gateway sees that {what} left")
    until(lambda: metrics(serve.admin())["tokenwire_streams_open"] == 0, "the stream is closed")


def cancellation(base, clients):
    """A client that leaves after five objects."""
    own = {"http_client": clients.openai.http_client()} if clients else {}
    client = openai.OpenAI(base_url=f"{base}/v1", api_key="k", max_retries=0, **own)
    with client.chat.completions.create(model="m", messages=MESSAGES, stream=True, extra_headers=SLOW) as stream:
        for _ in range(5):
            next(stream)


def async_cancellation(base, clients):
    """A task that is cancelled while it waits."""
    asyncio.run(cancelled(base, {"http_client": clients.openai.async_http_client()} if clients else {}))


async def cancelled(base, own):
    started = asyncio.Event()

    async def read():
        async for _ in await client.chat.completions.create(model="m", messages=MESSAGES, stream=True, extra_headers=SLOW):
            started.set()

    async with openai.AsyncOpenAI(base_url=f"{base}/v1", api_key="k", max_retries=0, **own) as client:
        task = asyncio.create_task(read())
        await started.wait()
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            sys.exit("a cancelled task went on")


def offers(serve):
    """The client's offer is the gateway's, to the letter."""
    probe = {"Accept": "application/vnd.tokenwire.probe"}
    with urllib.request.urlopen(urllib.request.Request(serve.url, headers=probe), timeout=20) as answer:
        theirs = answer.headers["Tokenwire-Offer"]
    from tokenwire._http.offer import OFFER

    if theirs != OFFER:
        sys.exit(f"the package offers {OFFER} and the gateway {theirs}")


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


def samples(upstream, serve, connect):
    """All calls on the samples that are built in, each way; how many objects."""
    count = 0
    for way, base, clients in ways(serve, connect):
        before = metrics(serve.admin())["tokenwire_streams_total"]
        direct, through = Calls(upstream.url), Calls(base, clients)
        count += compare(direct.samples(), through.samples(), way) + compare(direct.faults(), through.faults(), way)
        count += compare_async(upstream.url, base, clients, way)
        leaves(serve, lambda: cancellation(base, clients), "the client")
        leaves(serve, lambda: async_cancellation(base, clients), "the task")
        sums = metrics(serve.admin())
        if sums["tokenwire_streams_total"] < before + 30 or sums["tokenwire_ratio"] < 3:
            sys.exit(f"{way}: the streams did not travel as token streams: {sums}")
    return count


def main(command):
    print(f"   openai {openai.__version__}, anthropic {anthropic.__version__}")
    for name in lacking():
        print(f"   {name}: skipped, this openai has none")
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
        print(f"   {SHARED} is not there: only the samples were compared")
    print(f"   {count} objects, the same with and without")


if __name__ == "__main__":
    main(sys.argv[1])
