#!/usr/bin/env python3
"""Measure the time to encode and to decode an event, after 100 and after 10,000 events of a stream.

usage: scripts/measure/stream_times.py
  Run it from the repository's root, on a machine that does nothing else. It takes about a minute.
output: docs/measured/events.csv and the table of times in docs/streams.md
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
# Events of the stream before those that are timed.
BEGINS = [100, 10_000]
# Events of one iteration; the same constant is in crates/chat/benches/events.rs.
RUN = 1_000


def median(direction, shape, begin):
    """Returns the microseconds per event, from Criterion's median of an iteration."""
    estimates = pathlib.Path("target/criterion", direction, f"{shape}_{begin}", "new/estimates.json")
    return json.loads(estimates.read_text())["median"]["point_estimate"] / RUN / 1000


def measured():
    subprocess.run(["cargo", "bench", "--quiet", "-p", "tokenwire-chat", "--bench", "events", "--no-run"], check=True)
    subprocess.run(["cargo", "bench", "--quiet", "-p", "tokenwire-chat", "--bench", "events"], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=benchmarks.on_one_core)
    with open(FIGURES, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["direction", "shape", "after", "microseconds"])
        for direction in charts.DIRECTIONS:
            for shape in SHAPES:
                table.writerows([direction, shape, begin, f"{median(direction, shape, begin):.2f}"] for begin in BEGINS)


def table():
    times = {(row["direction"], row["shape"], int(row["after"])): float(row["microseconds"])
             for row in charts.rows("events")}
    columns = [(direction, begin) for direction in charts.DIRECTIONS for begin in BEGINS]
    header = ["µs per event"] + [f"{direction}, after {begin:,} events" for direction, begin in columns]
    lines = [[shape, *(f"{times[direction, shape, begin]:.2f}" for direction, begin in columns)] for shape in SHAPES]
    return benchmarks.table(header, lines)


def about(machine):
    return ("Medians of `cargo bench -p tokenwire-chat --bench events` on one core, with one write per event.\n"
            f"Measured on: {machine}.")


def main():
    if sys.argv[1:]:
        sys.exit(__doc__)
    measured()
    benchmarks.fill("times", f"{about(measurements.machine())}\n\n{table()}", PAGE)


if __name__ == "__main__":
    main()
