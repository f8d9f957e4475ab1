#!/usr/bin/env python3
"""Measure what the real SDKs cost with the clients of the package tokenwire, and without, at `tokenwire serve`.

usage: scripts/measure/python_sdks.py TOKENWIRE [PYTHON ...]       (from the repository's root; needs ../shared/corpus and zstd)
TOKENWIRE is the command. Each PYTHON has the SDKs of scripts/sdk/sdks.txt or scripts/sdk/sdks-1x.txt and tokenwire; without one they are
target/sdks/bin/python and target/sdks-1x/bin/python.
writes docs/measured/python-sdks.csv, and the table of docs/benchmarks.md: bytes of the response's body a token, processor time of the client for an object (the
median of some rounds, all of it: socket, HTTP, SSE, the SDK's objects), and how many objects scripts/sdk/compare.py compared.

Answers are long ones in English (scripts/data/streams.py --long). A token is one of the token stream, as in docs/measured/gateway.csv.
"""
import csv
import importlib
import json
import pathlib
import re
import statistics
import subprocess
import sys
import time
import types

import benchmarks
import measurements

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "sdk"))
from servers import chain, no_proxies  # noqa: E402

FIGURES = measurements.MEASURED / "python-sdks.csv"
LONG = pathlib.Path("target/long-streams")
PYTHONS = ["target/sdks/bin/python", "target/sdks-1x/bin/python"]
HEADER = ["sdk", "answer", "writes", "figure", "value"]
# As fast as it goes, whose events `serve` writes together in a token stream; and as slow models are read, each event by itself.
WRITES = {"many events a write": {}, "one event a write": {"rate": 200, "serve": ("--flush-ms", "0")}}
ROUNDS = {"many events a write": 30, "one event a write": 5}
LEAST = {"openai-chat": 450, "openai-responses": 900, "anthropic-messages": 900}
ASKED_OF, ASKED = "body as token stream, bytes a token", 3


def calls(base):
    """By an answer's name: the SDK, and what asks for it with such a client, or with the SDK's own."""
    from calls import Calls

    of = lambda clients: Calls(base, clients)  # noqa: E731
    yield "openai-chat", "openai", lambda clients: of(clients).chat()
    yield "openai-responses", "openai", lambda clients: of(clients).responses()
    yield "anthropic-messages", "anthropic", lambda clients: of(clients).messages("/anthropic-messages")


def timed(call):
    """Seconds of the processor for an object, the objects, and the stream."""
    begin = time.process_time()
    stream = call()
    objects = list(stream)
    return (time.process_time() - begin) / len(objects), objects, stream


def figures(own, ours, count):
    """Of one answer, read by the SDK's own client and by ours, in turns."""
    from calls import plain
    from tokenwire.openai import tokens

    rounds = [(timed(own), timed(ours)) for _ in range(count)]
    (_, expected, _), (_, got, stream) = rounds[-1]
    if plain(expected) != plain(got):
        sys.exit("with and without, other objects came")
    found = tokens(stream)
    without, with_ours = [statistics.median(1e6 * way[0] for way in ways) for ways in zip(*rounds)]
    yield "tokens", found.token_count
    yield "objects", len(got)
    yield "body as events, bytes a token", f"{found.event_bytes / found.token_count:.2f}"
    yield ASKED_OF, f"{found.wire_bytes / found.token_count:.2f}"
    yield "client without, us an object", f"{without:.1f}"
    yield "client with, us an object", f"{with_ours:.1f}"
    yield "client with, of without", f"{with_ours / without:.3f}"


def one(base, count):
    """This Python's rows, as JSON."""
    no_proxies()
    import tokenwire.anthropic
    import tokenwire.openai

    rows = []
    for answer, name, call in calls(base):
        module = importlib.import_module(name)
        sdk = f"{name} {module.__version__}"
        # Made once like ours: to make one costs as much as an answer.
        own = types.SimpleNamespace(http_client=module.DefaultHttpxClient)
        without = call(types.SimpleNamespace(openai=own, anthropic=own))
        rows += [[sdk, answer, figure, value] for figure, value in figures(without, call(tokenwire), count)]
    print(json.dumps(rows))


def compared(python, command):
    """How many objects were the same with and without."""
    said = subprocess.run([python, "scripts/sdk/compare.py", command], check=True, capture_output=True, text=True).stdout
    if " client " not in said:
        sys.exit(f"{python} has no tokenwire: pip install it there")
    return re.search(r"(\d+) objects, the same", said)[1], re.search(r"openai \S+, anthropic \S+", said)[0]


def measured(command, pythons):
    for python in pythons:
        for writes, options in WRITES.items():
            with chain(command, str(LONG), **options) as (_, serve, _):
                one = [python, __file__, "--one", serve.url, str(ROUNDS[writes])]
                said = subprocess.run(one, check=True, capture_output=True, text=True).stdout
            yield from ([sdk, answer, writes, *figure] for sdk, answer, *figure in json.loads(said))
        count, sdks = compared(python, command)
        yield [sdks, "all of scripts/sdk/compare.py", "", "objects compared", count]


def check(rows):
    for sdk, answer, _, figure, value in rows:
        if figure == "tokens" and int(value) < LEAST[answer]:
            sys.exit(f"{answer} has {value} tokens and not {LEAST[answer]}")
        if figure == ASKED_OF and float(value) >= ASKED:
            print(f"{sdk}, {answer}: {value} bytes a token, and below {ASKED} was asked")


def main(command, *pythons):
    subprocess.run(["scripts/data/streams.py", "--long", str(LONG)], check=True)
    rows = list(measured(command, pythons or PYTHONS))
    check(rows)
    about = [["", "", "", "command", "scripts/measure/python_sdks.py"], ["", "", "", "machine", measurements.machine()]]
    with open(FIGURES, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerows([HEADER, *about, *rows])
    page(rows)


def page(rows):
    """The table of docs/benchmarks.md."""
    cells = {(sdk, answer, writes, figure): value for sdk, answer, writes, figure, value in rows}
    lines = []
    for sdk, answer in dict.fromkeys((row[0], row[1]) for row in rows if row[2]):
        of = lambda figure, writes="one event a write": cells[sdk, answer, writes, figure]  # noqa: B023, E731
        costs = (of("client with, of without", writes) for writes in WRITES)
        bodies = (of(f"body as {kind}, bytes a token") for kind in ("events", "token stream"))
        lines.append([f"{sdk}, {answer}", of("tokens"), *bodies, *costs])
    header = ["SDK, answer", "tokens", "body as events, bytes a token", "as token stream",
              "client's processor, of without: many events a write", "one event a write"]
    counts = "; ".join(f"{sdk}: {value}" for sdk, _, _, figure, value in rows if figure == "objects compared")
    benchmarks.fill("python-sdks", benchmarks.table(header, lines) + f"\n\nObjects that were the same with and without: {counts}.")
    benchmarks.fill("python-sdks-machine", f"`scripts/measure/python_sdks.py` on: {measurements.machine()}.")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    one(sys.argv[2], int(sys.argv[3])) if sys.argv[1] == "--one" else main(*sys.argv[1:])
