#!/usr/bin/env python3
"""Measure the median time to encode and to decode an event of each answer.

usage: scripts/measure/event_times.py
  Run it from the repository's root, on a machine that does nothing else. It takes a few seconds after the build.
output: docs/measured/event-times.csv and the table of times by answer in docs/streams.md
"""
import csv
import io
import pathlib
import subprocess
import sys

import benchmarks
import charts
import measurements

PAGE = pathlib.Path("docs/streams.md")
FIGURES = charts.MEASURED / "event-times.csv"
FOLDERS = ["../shared/sse", "../shared/sse-hard"]
EXAMPLE = ["cargo", "run", "--release", "--quiet", "-p", "tokenwire-chat", "--example", "times", "--"]


def measured():
    """Measures all answers. Lines without a blank line are events only after a pause, so those files are left out."""
    files = [path for folder in FOLDERS for path in sorted(pathlib.Path(folder).iterdir()) if path.suffix != ".txt"]
    subprocess.run([*EXAMPLE], check=True, stdout=subprocess.DEVNULL)
    ran = subprocess.run([*EXAMPLE, *map(str, files)], check=True, capture_output=True, text=True,
                         preexec_fn=benchmarks.on_one_core)
    return [row for row in csv.DictReader(io.StringIO(ran.stdout)) if not row["file"].startswith("live-")]


def table(rows):
    lines = [[row["file"], row["events"], row["encode"], row["decode"]] for row in rows]
    return benchmarks.table(["answer", "events", "encode, µs per event", "decode, µs per event"], lines)


def main():
    if sys.argv[1:]:
        sys.exit(__doc__)
    rows = measured()
    with open(FIGURES, "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    about = ("Median time of an event of each answer on one core, with one write per event:\n"
             f"`scripts/measure/event_times.py`.\nMeasured on: {measurements.machine()}.")
    benchmarks.fill("event-times", f"{about}\n\n{table(rows)}", PAGE)


if __name__ == "__main__":
    main()
