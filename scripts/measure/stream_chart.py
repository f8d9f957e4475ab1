#!/usr/bin/env python3
"""Measure the sizes of recorded answers as token streams, and fill in the tables of sizes of docs/streams.md.

usage: scripts/measure/stream_chart.py [TOKENWIRE]
  Run it from the repository's root.
TOKENWIRE: the command (default: the release build, which is made first)
output: docs/measured/streams.csv (chats), docs/measured/agents.csv (streams that are hard to compress),
  docs/charts/streams.svg, and the tables of sizes in docs/streams.md

$TOKENWIRE_STREAMS is the folder of the chats (default: ../shared/sse). Without it, the samples in
crates/chat/tests/data are measured, except for unusual and hard ones, and the page says so.
$TOKENWIRE_HARD_STREAMS is the folder of the hard streams (default: ../shared/sse-hard). Without it, their figures stay
as they are.
"""
import csv
import json
import math
import os
import pathlib
import subprocess
import sys

import benchmarks
import charts
import measurements

PAGE = pathlib.Path("docs/streams.md")
SAMPLES = pathlib.Path("crates/chat/tests/data")
SUFFIXES = (".sse", ".ndjson", ".txt")
CHART = "![Bytes per token of each answer, one event per write](charts/streams.svg)"
COLUMNS = ["file", "tokens", "events", "bytes", "ids_bytes", "raw", "gzip_flushed", "zstd_flushed", "gzip_whole"]
# The sums leave out streams that are only about the time of their writes.
LIVE = "live-"
SHARES = ["of gzip-6 flushed", "of zstd-3 flushed"]
# What makes each hard stream hard.
HARD = {
    "anthropic-agent": "thinking, search and tools, with signatures and encrypted results",
    "cohere-chat": "a plain chat",
    "copilot-item-ids": "ids of 400 characters in each event",
    "counting-ids": "ids that count, counts and times in each event",
    "dashscope-cumulative": "each event repeats the text so far",
    "deepseek-reasoning": "a chat with reasoning",
    "gemini-signatures": "signatures of thoughts",
    "live-one-newline": "events that end with one line end",
    "live-ping-lines": "keep-alive lines",
    "live-raw-text": "raw text without events",
    "live-vercel-lines": "lines of the Vercel AI SDK",
    "llamacpp-timings": "five numbers in each event",
    "mistral-padding": "a chat with padding",
    "new-id-each-event": "a random id in each event",
    "openrouter-reasoning": "a chat with reasoning, twice in each event",
    "perplexity-reasoning": "search; each event repeats the text so far",
    "responses-agent": "reasoning and tools; instructions and items are repeated",
    "sglang-generate-cumulative": "each event repeats the text so far, with a random latency",
    "together-token-id": "ids of another vocabulary",
    "tool-result-twice": "tool results, each twice in its event",
}


def files(folder):
    """Returns the streams of a folder, without the samples of unusual input and of hard streams."""
    if not pathlib.Path(folder).is_dir():
        return []
    paths = (path for path in pathlib.Path(folder).iterdir() if path.suffix in SUFFIXES)
    return sorted(path for path in paths if not path.name.startswith(("odd-", "hard-")))


def measure(command, paths, name):
    """Measures with the command, which also checks that every answer round-trips."""
    rows = json.loads(measurements.run(command, "stream", "stats", "--json", *map(str, paths)))
    with open(charts.MEASURED / f"{name}.csv", "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for path, row in zip(paths, rows):
            table.writerow([path.name, *(row[column] for column in COLUMNS[1:])])


def rows(name):
    """Returns the name of each stream, and its sizes by column."""
    return [(row["file"], {column: int(row[column]) for column in COLUMNS[1:]}) for row in charts.rows(name)]


def total(of):
    return {column: sum(size[column] for _, size in of) for column in COLUMNS[1:]}


def floor(path, size):
    """Returns the minimum size of an answer whose log probabilities are random, in bytes.

    It is the sum of their bits, and the mean size of a token for each token and alternative.
    """
    data = (line.removeprefix("data:").strip() for line in path.read_text().splitlines() if line.startswith("data:"))
    choices = [choice for text in data if text.startswith("{") for choice in json.loads(text)["choices"]]
    tokens = [token for choice in choices for token in (choice.get("logprobs") or {}).get("content") or []]
    columns = zip(*([token["logprob"], *(other["logprob"] for other in token["top_logprobs"])] for token in tokens))
    bits = sum(len(column) * math.log2(max(map(abs, column)) * 1e8) for column in columns)
    others = sum(len(token["top_logprobs"]) for token in tokens)
    return bits / 8 + size["ids_bytes"] * (1 + others / size["tokens"])


def floor_of(paths):
    """Returns a sentence on the answer with log probabilities, if there is one."""
    path = next((path for path in paths if path.name == "openai-logprobs.sse"), None)
    if path is None:
        return ""
    size = dict(rows("streams"))[path.name]
    least = floor(path, size)
    return (f"The log probabilities of {path.name} are random, with eight digits. The bits of these\n"
            f"numbers, plus the mean token size for each token and alternative, need {least / size['tokens']:.1f} bytes per\n"
            f"token. The stream is {100 * (size['bytes'] / least - 1):.0f} % above that minimum.")


def shares(size):
    return [f"{100 * size['bytes'] / size[column]:.0f} %" for column in ("gzip_flushed", "zstd_flushed")]


def per_token(size, column):
    return f"{size[column] / size['tokens']:.2f}" if size["tokens"] else "-"


def chats():
    """Returns the table of chats, whose sizes are compared by token."""
    header = ["chat", "tokens", "stream, bytes", "above the ids alone, bytes", "**stream, bytes per token**", *SHARES,
              "events unchanged, bytes per token", "gzip-6 flushed, bytes per token", "zstd-3 flushed, bytes per token",
              "gzip-9 whole, bytes per token"]
    measured = rows("streams")
    lines = []
    for name, size in [*measured, ("all", total(measured))]:
        stream, *others = [per_token(size, column) for column in ("bytes", "raw", "gzip_flushed", "zstd_flushed", "gzip_whole")]
        above = size["bytes"] - size["ids_bytes"]
        lines.append([name, f"{size['tokens']:,}", f"{size['bytes']:,}", f"{above:,}", f"**{stream}**", *shares(size), *others])
    return benchmarks.table(header, lines)


def hard():
    """Returns the table of hard streams, most of whose bytes are not new text."""
    header = ["stream", "tokens", "**stream, bytes**", *SHARES, "gzip-6 flushed, bytes",
              "zstd-3 flushed, bytes", "events unchanged, bytes"]
    measured = rows("agents")
    sums = ("all but live-*", total([row for row in measured if not row[0].startswith(LIVE)]))
    lines = []
    for name, size in [*measured, sums]:
        others = [f"{size[column]:,}" for column in ("gzip_flushed", "zstd_flushed", "raw")]
        kind = HARD.get(pathlib.Path(name).stem)
        lines.append([f"{name}: {kind}" if kind else name, f"{size['tokens']:,}", f"**{size['bytes']:,}**", *shares(size), *others])
    return benchmarks.table(header, lines)


def share_of_smaller():
    """Returns a sentence that compares the hard streams with the better compressor of each."""
    sizes = [size for name, size in rows("agents") if not name.startswith(LIVE)]
    smaller = sum(min(size["gzip_flushed"], size["zstd_flushed"]) for size in sizes)
    ratio = sum(size["bytes"] for size in sizes) / smaller
    return (f"In all, without live-*, the streams take {ratio:.2f} of the bytes that the better of gzip-6 and zstd-3\n"
            "takes for each of them.")


def about(paths, kind):
    """Describes a table. `kind` is a sentence on its streams."""
    folder = "/".join(paths[0].parent.parts[-2:])
    return (f"{kind}\n`tokenwire stream stats` on the answers in {folder}, with one write per event.\n"
            f"Measured on: {measurements.machine()}.")


def fill(name, *parts):
    benchmarks.fill(name, "\n\n".join(filter(None, parts)), PAGE)


def release_build():
    subprocess.run(["cargo", "build", "--release", "--quiet"], check=True)
    return measurements.COMMAND


def main(command=None):
    command = command or release_build()
    paths = files(os.environ.get("TOKENWIRE_STREAMS", "../shared/sse")) or files(SAMPLES)
    measure(command, paths, "streams")
    fill("measured", about(paths, "These streams are chats: most of what is new in them is text."), CHART, chats(), floor_of(paths))
    if paths := files(os.environ.get("TOKENWIRE_HARD_STREAMS", "../shared/sse-hard")):
        measure(command, paths, "agents")
        fill("agents", about(paths, "These streams are of agents, searches and other servers whose answers are hard to compress."), hard(),
             share_of_smaller())
    charts.main([])


if __name__ == "__main__":
    if len(sys.argv) > 2 or sys.argv[1:2] == ["--help"]:
        sys.exit(__doc__)
    main(*sys.argv[1:])
