#!/usr/bin/env python3
"""Measure how long an event takes to encode and to decode, at a stream's beginning and after 10,000 events.

usage: scripts/measure/stream_times.py        (from the repository's root; about a minute on a machine that does nothing else)
writes docs/measured/events.csv and the times of docs/streams.md between their markers
"""
import csv
import json
import pathlib
import subprocess
import sys

import benchmarks
import charts
import measurements

PAGE = pathlib.Path("docs/streams.md")
FIGURES = charts.MEASURED / "events.csv"
SHAPES = ["openai-chat", "vllm-token-ids", "ollama-native", "anthropic"]
BEGINS = [100, 10_000]
# Events of one iteration, as crates/chat/benches/events.rs has it.
RUN = 1_000
# At most so many microseconds at the median.
ASKED = {"encode": 10, "decode": 5}


def median(direction, shape, begin):
    """Microseconds an event: criterion's median of an iteration."""
    estimates = pathlib.Path("target/criterion", direction, f"{shape}_{begin}", "new/estimates.json")
    return json.loads(estimates.read_text())["median"]["point_estimate"] / RUN / 1000


def measured():
    subprocess.run(["cargo", "bench", "--quiet", "-p", "tokenwire-chat", "--bench", "events", "--no-run"], check=True)
    subprocess.run(["cargo", "bench", "--quiet", "-p", "tokenwire-chat", "--bench", "events"], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=benchmarks.on_one_core)
    with open(FIGURES, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["direction", "shape", "after", "microseconds"])
        for direction in ASKED:
            for shape in SHAPES:
                table.writerows([direction, shape, begin, f"{median(direction, shape, begin):.2f}"] for begin in BEGINS)


def table():
    times = {(row["direction"], row["shape"], int(row["after"])): float(row["microseconds"]) for row in charts.rows("events")}
    header = ["µs an event, median"] + [f"{direction}, after {begin:,}" for direction in ASKED for begin in BEGINS]
    lines = [[shape, *(f"{times[direction, shape, begin]:.2f}" for direction in ASKED for begin in BEGINS)] for shape in SHAPES]
    asked = ["asked, at most", *(ASKED[direction] for direction in ASKED for _ in BEGINS)]
    return benchmarks.table(header, [*lines, asked])


def main():
    if sys.argv[1:]:
        sys.exit(__doc__)
    measured()
    of = f"`cargo bench -p tokenwire-chat --bench events`, one core, one write an event: {measurements.machine()}."
    benchmarks.fill("times", f"{of}\n\n{table()}", PAGE)


if __name__ == "__main__":
    main()
