#!/usr/bin/env python3
"""Measure the SDKs with and without the package's HTTP clients, at `tokenwire serve`.

usage: scripts/measure/python_sdks.py TOKENWIRE [PYTHON ...]
  Run it from the repository's root. It needs ../shared/corpus and zstd.
TOKENWIRE: the command
PYTHON: an interpreter with tokenwire and the SDKs of scripts/sdk/sdks.txt or scripts/sdk/sdks-1x.txt
  (default: target/sdks/bin/python and target/sdks-1x/bin/python; ./check installs a wheel of the dev profile there, so
  install a release build first: PYTHON -m pip install --force-reinstall ./bindings/python)
output: docs/measured/python-sdks.csv and the table of docs/benchmarks.md, "SDKs": bytes of response body per token,
  CPU time of the client per object, and the number of objects that scripts/sdk/compare.py compared

The CPU time is the median of some rounds. It includes everything: socket, HTTP, SSE and the SDK's objects.
Answers are long ones in English (scripts/data/streams.py --long). Tokens are those of the token stream, as in
docs/measured/gateway.csv.
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
# Without a rate limit `serve` writes several events at once. At the rate of a slow model it writes each event by itself.
WRITES = {"many events per write": {}, "one event per write": {"rate": 200, "serve": ("--flush-ms", "0")}}
ROUNDS = {"many events per write": 30, "one event per write": 5}
# The expected number of tokens at least: shorter answers mean that the corpus is missing.
LEAST = {"openai-chat": 450, "openai-responses": 900, "anthropic-messages": 900}


def calls(base):
    """Yields each answer's name, its SDK, and a function that requests it with the given HTTP clients."""
    from calls import Calls

    of = lambda clients: Calls(base, clients)  # noqa: E731
    yield "openai-chat", "openai", lambda clients: of(clients).chat()
    yield "openai-responses", "openai", lambda clients: of(clients).responses()
    yield "anthropic-messages", "anthropic", lambda clients: of(clients).messages("/anthropic-messages")


def timed(call):
    """Returns the CPU seconds per object, the objects, and the stream."""
    begin = time.process_time()
    stream = call()
    objects = list(stream)
    return (time.process_time() - begin) / len(objects), objects, stream


def figures(own, ours, count):
    """Yields the figures of one answer, read in turns by the SDK's own client and by ours."""
    from calls import plain
    from tokenwire.openai import tokens

    rounds = [(timed(own), timed(ours)) for _ in range(count)]
    (_, expected, _), (_, actual, stream) = rounds[-1]
    if plain(expected) != plain(actual):
        sys.exit("the objects differ with and without the package's client")
    counts = tokens(stream)
    without, with_ours = [statistics.median(1e6 * result[0] for result in results) for results in zip(*rounds)]
    yield "tokens", counts.token_count
    yield "objects", len(actual)
    yield "body as events, bytes per token", f"{counts.event_bytes / counts.token_count:.2f}"
    yield "body as token stream, bytes per token", f"{counts.wire_bytes / counts.token_count:.2f}"
    yield "client without, us per object", f"{without:.1f}"
    yield "client with, us per object", f"{with_ours:.1f}"
    yield "client with / without", f"{with_ours / without:.3f}"


def print_rows(base, count):
    """Measures with this Python and prints the rows as JSON."""
    no_proxies()
    import tokenwire.anthropic
    import tokenwire.openai

    rows = []
    for answer, name, call in calls(base):
        module = importlib.import_module(name)
        sdk = f"{name} {module.__version__}"
        # Constructed once, as our client is: constructing one takes as long as an answer.
        own = types.SimpleNamespace(http_client=module.DefaultHttpxClient)
        without = call(types.SimpleNamespace(openai=own, anthropic=own))
        rows += [[sdk, answer, figure, value] for figure, value in figures(without, call(tokenwire), count)]
    print(json.dumps(rows))


def compared(python, command):
    """Returns the number of equal objects, with and without the package's client, and the SDKs' versions."""
    compare = [python, "scripts/sdk/compare.py", command]
    output = subprocess.run(compare, check=True, capture_output=True, text=True).stdout
    if " client " not in output:
        sys.exit(f"{python} has no package tokenwire: install it with {python} -m pip install ./bindings/python")
    return re.search(r"(\d+) objects, the same", output)[1], re.search(r"openai \S+, anthropic \S+", output)[0]


def measured(command, pythons):
    for python in pythons:
        for writes, options in WRITES.items():
            with chain(command, str(LONG), **options) as (_, serve, _):
                child = [python, __file__, "--rows", serve.url, str(ROUNDS[writes])]
                output = subprocess.run(child, check=True, capture_output=True, text=True).stdout
            yield from ([sdk, answer, writes, *figure] for sdk, answer, *figure in json.loads(output))
        count, sdks = compared(python, command)
        yield [sdks, "all of scripts/sdk/compare.py", "", "objects compared", count]


def check(rows):
    """Exits if an answer has too few tokens."""
    for sdk, answer, _, figure, value in rows:
        if figure == "tokens" and int(value) < LEAST[answer]:
            sys.exit(f"{answer} by {sdk} has {value} tokens, expected at least {LEAST[answer]}")


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
    """Fills in the table of docs/benchmarks.md."""
    cells = {(sdk, answer, writes, figure): value for sdk, answer, writes, figure, value in rows}
    lines = []
    for sdk, answer in dict.fromkeys((row[0], row[1]) for row in rows if row[2]):
        of = lambda figure, writes="one event per write": cells[sdk, answer, writes, figure]  # noqa: B023, E731
        costs = (of("client with / without", writes) for writes in WRITES)
        bodies = (of(f"body as {kind}, bytes per token") for kind in ("events", "token stream"))
        lines.append([f"{sdk}, {answer}", of("tokens"), *bodies, *costs])
    header = ["SDK, answer", "tokens", "body as events, bytes per token", "body as token stream, bytes per token",
              *(f"CPU with / without the package's client, {writes}" for writes in WRITES)]
    counts = "; ".join(f"{sdk}: {int(value):,}" for sdk, _, _, figure, value in rows if figure == "objects compared")
    table = benchmarks.table(header, lines)
    benchmarks.fill("python-sdks", f"{table}\n\nObjects that are equal with and without the package's client: {counts}.")
    benchmarks.fill("python-sdks-machine", f"Measured on: {measurements.machine()}.")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    print_rows(sys.argv[2], int(sys.argv[3])) if sys.argv[1] == "--rows" else main(*sys.argv[1:])
