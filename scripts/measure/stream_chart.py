#!/usr/bin/env python3
"""Measure the size of the answers of many servers as token streams, and fill in a section of docs/streams.md.

usage: scripts/measure/stream_chart.py
  Run it from the repository's root.
output: docs/measured/streams.csv, docs/charts/streams.svg, and the table of sizes in docs/streams.md

$TOKENWIRE_STREAMS is the folder of the answers (default: ../shared/sse). Without it, the samples in
crates/chat/tests/data are measured, except for the unusual ones, and the page says so.
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
CHART = "![Bytes per token of each answer, one event per write](charts/streams.svg)"
COLUMNS = ["file", "tokens", "events", "bytes", "ids_bytes", "raw", "gzip_flushed", "zstd_flushed", "gzip_whole"]


def answers():
    folder = pathlib.Path(os.environ.get("TOKENWIRE_STREAMS", "../shared/sse"))
    if not folder.is_dir():
        print(f"{folder} is missing: measuring {SAMPLES} instead")
        folder = SAMPLES
    files = (path for path in folder.iterdir() if path.suffix in (".sse", ".ndjson"))
    return sorted(path for path in files if not path.name.startswith("odd-"))


def measured(files):
    """Measures with the command, which also checks that every answer round-trips."""
    subprocess.run(["cargo", "build", "--release", "--quiet"], check=True)
    rows = json.loads(measurements.run(measurements.COMMAND, "stream", "stats", "--json", *map(str, files)))
    with open(FIGURES, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        for path, row in zip(files, rows):
            table.writerow([path.name, *(row[column] for column in COLUMNS[1:])])


def floor(path, row):
    """Returns the minimum size of an answer whose log probabilities are random, in bytes.

    It is the sum of their bits, and the mean size of a token for each token and alternative.
    """
    data = (line.removeprefix("data:").strip() for line in path.read_text().splitlines() if line.startswith("data:"))
    choices = [choice for text in data if text.startswith("{") for choice in json.loads(text)["choices"]]
    tokens = [token for choice in choices for token in (choice.get("logprobs") or {}).get("content") or []]
    columns = zip(*([token["logprob"], *(other["logprob"] for other in token["top_logprobs"])] for token in tokens))
    bits = sum(len(column) * math.log2(max(map(abs, column)) * 1e8) for column in columns)
    others = sum(len(token["top_logprobs"]) for token in tokens)
    return bits / 8 + row["ids_bytes"] * (1 + others / row["tokens"])


def floor_of(files):
    """Returns a sentence on the answer with log probabilities, if there is one."""
    path = next((path for path in files if path.name == "openai-logprobs.sse"), None)
    if path is None:
        return ""
    record = next(record for record in charts.rows("streams") if record["file"] == path.name)
    row = {column: int(record[column]) for column in COLUMNS[1:]}
    least = floor(path, row)
    return (f"The log probabilities of {path.name} are random, with eight digits. The bits of these numbers, plus\n"
            f"the mean token size for each token and alternative, need {least / row['tokens']:.1f} bytes per token.\n"
            f"The stream is {100 * (row['bytes'] / least - 1):.0f} % above that minimum.")


def table():
    header = ["answer", "tokens", "stream, bytes", "above the ids alone, bytes", "**stream, bytes per token**",
              "events unchanged, bytes per token", "gzip-6 flushed, bytes per token", "zstd-3 flushed, bytes per token",
              "gzip-9 whole, bytes per token"]
    lines = []
    for row in charts.rows("streams"):
        size = {column: int(row[column]) for column in COLUMNS[1:]}
        stream, *others = [f"{size[column] / size['tokens']:.2f}" if size["tokens"] else "-" for column in
                           ("bytes", "raw", "gzip_flushed", "zstd_flushed", "gzip_whole")]
        lines.append([row["file"], f"{size['tokens']:,}", f"{size['bytes']:,}", f"{size['bytes'] - size['ids_bytes']:,}",
                      f"**{stream}**", *others])
    return benchmarks.table(header, lines)


def about(folder, machine):
    return f"`tokenwire stream stats` on the answers in {folder}, with one write per event.\nMeasured on: {machine}."


def main():
    if sys.argv[1:]:
        sys.exit(__doc__)
    files = answers()
    measured(files)
    machine = about("/".join(files[0].parent.parts[-2:]), measurements.machine())
    benchmarks.fill("measured", "\n\n".join(part for part in (machine, CHART, table(), floor_of(files)) if part), PAGE)
    charts.main([])


if __name__ == "__main__":
    main()
