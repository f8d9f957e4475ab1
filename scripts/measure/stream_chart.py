#!/usr/bin/env python3
"""Measure what the answers of many servers cost as streams, and write it down.

usage: scripts/measure/stream_chart.py        (from the repository's root)
writes docs/measured/streams.csv, docs/charts/streams.svg, and the table of docs/streams.md between its markers
$TOKENWIRE_STREAMS is the folder of the answers, ../shared/sse unless said; without it the samples in
crates/chat/tests/data are measured, but for the odd ones, and the page says so
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
FIGURES = charts.MEASURED / "streams.csv"
SAMPLES = pathlib.Path("crates/chat/tests/data")
COLUMNS = ["file", "tokens", "events", "bytes", "ids_bytes", "raw", "gzip_flushed", "zstd_flushed", "gzip_whole"]
# At most so many bytes above the ids: a stream, an event. (Anthropic's also one for each event of several tokens.)
ASKED = {
    "anthropic-messages.sse": (400, 0), "azure-chat.sse": (300, 0), "llamacpp-chat.sse": (300, 0),
    "llamacpp-completion.sse": (300, 0.2), "ollama-chat.sse": (300, 0), "ollama-native.ndjson": (300, 6),
    "openai-3-choices.sse": (300, 1), "openai-broken-off.sse": (300, 0), "openai-chat.sse": (300, 0),
    "openai-chat-crlf.sse": (300, 0), "openai-chat-obfuscated.sse": (300, 0), "openai-chat-python-json.sse": (300, 0),
    "openai-responses.sse": (600, 0), "openai-tools.sse": (700, 0), "sglang-chat.sse": (300, 0), "tgi-chat.sse": (300, 0),
    "vllm-chat.sse": (300, 0), "vllm-chat-foreign-ids.sse": (400, 0), "vllm-chat-token-ids.sse": (300, 0),
    "vllm-generate.sse": (300, 0),
}
FOREIGN = "vllm-chat-foreign-ids.sse"


def answers():
    folder = pathlib.Path(os.environ.get("TOKENWIRE_STREAMS", "../shared/sse"))
    if not folder.is_dir():
        print(f"{folder} is not there: measuring {SAMPLES}")
        folder = SAMPLES
    files = (path for path in folder.iterdir() if path.suffix in (".sse", ".ndjson"))
    return sorted(path for path in files if not path.name.startswith("odd-"))


def measured(files):
    """What the command says of them; its own check is that every answer comes back."""
    subprocess.run(["cargo", "build", "--release", "--quiet"], check=True)
    rows = json.loads(measurements.run(measurements.COMMAND, "stream", "stats", "--json", *map(str, files)))
    with open(FIGURES, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([*COLUMNS, "asked"])
        for path, row in zip(files, rows):
            table.writerow([path.name, *(row[column] for column in COLUMNS[1:]), asked(path, row["events"])])


def asked(path, events):
    """The most that was asked for above the ids, if anything was."""
    if path.name not in ASKED:
        return ""
    stream, event = ASKED[path.name]
    return round(stream + event * events + (foreign(path) if path.name == FOREIGN else 0))


def foreign(path):
    """What the server's ids cost in varints of their own."""
    data = (line.removeprefix("data:").strip() for line in path.read_text().splitlines() if line.startswith("data:"))
    choices = [choice for text in data if text.startswith("{") for choice in json.loads(text)["choices"]]
    ids = [number for choice in choices for number in choice.get("token_ids") or []]
    return sum(max(1, -(-number.bit_length() // 7)) for number in ids)


def floor(path, row):
    """Bytes of an answer whose log probabilities are random: their bits, and a token's mean size for each token."""
    data = (line.removeprefix("data:").strip() for line in path.read_text().splitlines() if line.startswith("data:"))
    choices = [choice for text in data if text.startswith("{") for choice in json.loads(text)["choices"]]
    told = [token for choice in choices for token in (choice.get("logprobs") or {}).get("content") or []]
    columns = zip(*([token["logprob"], *(other["logprob"] for other in token["top_logprobs"])] for token in told))
    bits = sum(len(column) * math.log2(max(map(abs, column)) * 1e8) for column in columns)
    others = sum(len(token["top_logprobs"]) for token in told)
    return bits / 8 + row["ids_bytes"] * (1 + others / row["tokens"])


def floor_of(files):
    """A sentence on the answer with log probabilities, if it is there."""
    path = next((path for path in files if path.name == "openai-logprobs.sse"), None)
    if path is None:
        return ""
    row = next({column: int(row[column]) for column in COLUMNS[1:]} for row in charts.rows("streams") if row["file"] == path.name)
    least = floor(path, row)
    return (f"{path.name} has no figure that was asked: its log probabilities are random to eight digits. Those bits alone, and each "
            f"token and alternative at what a token of the answer costs, are {least / row['tokens']:.1f} bytes a token, so we are "
            f"{100 * (row['bytes'] / least - 1):.0f} % above the floor.")


def table():
    header = ["answer", "tokens", "bytes", "above the ids", "asked", "met", "**bytes a token**", "raw", "gzip-6 flushed",
              "zstd-3 flushed", "gzip-9 whole"]
    lines = []
    for row in charts.rows("streams"):
        size = {column: int(row[column]) for column in COLUMNS[1:]}
        above = size["bytes"] - size["ids_bytes"]
        met = "" if not row["asked"] else "yes" if above <= int(row["asked"]) else "**no**"
        each = [f"{size[column] / size['tokens']:.2f}" if size["tokens"] else "-" for column in
                ("bytes", "raw", "gzip_flushed", "zstd_flushed", "gzip_whole")]
        lines.append([row["file"], f"{size['tokens']:,}", f"{size['bytes']:,}", above, row["asked"], met,
                      f"**{each[0]}**", *each[1:]])
    return benchmarks.table(header, lines)


def main():
    if sys.argv[1:]:
        sys.exit(__doc__)
    files = answers()
    measured(files)
    of = f"`tokenwire stream stats` of {'/'.join(files[0].parent.parts[-2:])}: {measurements.machine()}."
    chart = "![Bytes a token of each answer, one event a write](charts/streams.svg)"
    benchmarks.fill("measured", "\n\n".join(part for part in (of, chart, table(), floor_of(files)) if part), PAGE)
    charts.main([])


if __name__ == "__main__":
    main()
