#!/usr/bin/env python3
"""Measure delay, CPU time, memory and bytes of the gateway, and fill in its section of docs/benchmarks.md.

usage: scripts/measure/gateway.py [--quick] [MEASURE ...]
  Run it from the repository's root, on Linux. It takes about ten minutes.
measures: delay cpu many churn wire (default: all); the others keep their committed figures
  `page` alone rebuilds tables and charts from the committed figures, without measuring.
--quick: a small run, written to target/benchmarks/gateway.csv only, to check that every measure runs
output: docs/measured/gateway.csv, the tables between the markers of docs/benchmarks.md, docs/charts/gateway.svg;
  the output of `demo --live` in docs/measured/live.txt and README.md

The recorded answers are long ones made from ../shared/corpus. Without it, the short answers of examples/streams are
measured.
"""
import csv
import pathlib
import subprocess
import sys

import benchmarks
import charts
import measurements

FIGURES = charts.MEASURED / "gateway.csv"
LONG = pathlib.Path("target/long-streams")
MEASURES = ["wire", "delay", "cpu", "many", "churn"]
BENCH = ["cargo", "bench", "--quiet", "-p", "tokenwire-gateway", "--bench", "load"]
DEMO = ["cargo", "run", "--quiet", "--release", "--"]
HEADER = ["measure", "case", "figure", "value"]
BOTH = "through serve and connect"
BASE_CODER = "varint"
# The page's names of rows and columns, by their names in the bench.
LABELS = {
    "straight": "direct, no proxy",
    "through serve alone, as it is": "serve, events unchanged",
    "through serve and the library": "serve, client with the library",
    "through serve and connect": "serve and connect",
    "a copy of bytes": "byte copy",
    "as fast as it goes, 8 streams": "no rate limit, 8 streams",
    "us an event": "µs per event",
    "of it in the kernel": "of these in the kernel, µs",
    "events a second": "events per second",
    "whole and equal": "streams received intact",
    "idle MiB": "idle, MiB",
    "most MiB": "peak, MiB",
    "KiB a stream": "KiB per stream",
    "percent of a core": "CPU, % of a core",
    "as sent": "events unchanged",
    **{f"{side} {unit}": f"{side}, {unit}" for side in ("serve", "connect") for unit in ("MiB", "file descriptors")},
    **{f"{what} {statistic}{added} ms": f"{what}, {statistic}{',' * bool(added)}{added}, ms"
       for what in ("first event", "first token") for statistic in ("median", "p99") for added in ("", " added")},
}


def long_streams():
    """Makes the long answers. Returns the bench's option for their folder, or nothing if they cannot be made."""
    made = subprocess.run(["scripts/data/streams.py", "--long", str(LONG)], stderr=subprocess.DEVNULL)
    if made.returncode:
        print("../shared/corpus or zstd is missing: measuring the short answers of examples/streams instead")
    return ["--long", str(LONG.resolve())] if made.returncode == 0 else []


def measured(path, quick, measures):
    """Measures, and writes the new figures together with the old ones of the other measures."""
    old = [row for row in rows(path) if row["measure"] not in measures] if path.exists() else []
    subprocess.run([*BENCH, "--no-run"], check=True)
    subprocess.run([*BENCH, "--", *measures, *["--quick"] * quick, "--csv", str(path.resolve()), *long_streams()], check=True)
    new = rows(path)
    with open(path, "w", newline="") as file:
        table = csv.DictWriter(file, HEADER, lineterminator="\n")
        table.writeheader()
        table.writerows(sorted(old + new, key=lambda row: MEASURES.index(row["measure"])))


def rows(path=FIGURES):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def cells(name):
    """Returns a dictionary: case -> figure -> value."""
    cases = {}
    for row in rows():
        if row["measure"] == name:
            cases.setdefault(row["case"], {})[row["figure"]] = float(row["value"])
    return cases


def label(name):
    """Returns the page's name of a case or figure of the bench. A case of `cpu` is a process and its load."""
    process, colon, load = name.partition(": ")
    return LABELS.get(process, process) + colon + LABELS.get(load, load)


def formatted(value):
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:,.2f}"


def pivot(name, first):
    cases = cells(name)
    figures = charts.unique(figure for case in cases.values() for figure in case)
    lines = [[label(case), *(formatted(of[figure]) if figure in of else "" for figure in figures)]
             for case, of in cases.items()]
    return benchmarks.table([first, *map(label, figures)], lines)


def wire():
    """Returns a row for each shape and encoding, with bytes per token for each number of events per write."""
    cases = {tuple(case.split("/")): of for case, of in cells("wire").items()}
    writes = charts.unique(events for _, events, _ in cases)
    figures = ["body", "TCP payload", "with packets"]
    lines = []
    for shape, coding in charts.unique((shape, coding) for shape, _, coding in cases):
        of = [cases[shape, events, coding] for events in writes]
        per_token = (f"{each[figure] / each['tokens']:.2f}" for figure in figures for each in of)
        lines.append([f"{shape}, {label(coding)}", *per_token])
    per_write = {events: f"{events} event{'s' * (events != '1')} per write" for events in writes}
    header = ["bytes per token"] + [f"{figure}, {per_write[events]}" for figure in figures for events in writes]
    counts = ", ".join(f"{shape} {of['tokens']:,.0f}" for (shape, events, coding), of in cases.items()
                       if (events, coding) == (writes[0], BASE_CODER))
    return f"Tokens in each answer: {counts}.\n\n{benchmarks.table(header, lines)}"


def summary():
    delay, many = cells("delay")[BOTH], next(iter(cells("many").values()))
    added = delay["first token median added ms"]
    lines = [["latency added to the first token by serve and connect, median", f"{added:.2f} ms"]]
    for case, of in cells("cpu").items():
        if case.startswith(("serve:", "connect:")):
            lines.append([f"CPU time per event, {label(case)}", f"{of['us an event']:.2f} µs"])
    lines.append(["memory per stream, serve", f"{many['KiB a stream']:.2f} KiB"])
    for side in ("serve", "connect"):
        lines.append([f"memory growth after the first round of churn, {side}", f"{growth(side):.2f} %"])
    for case, of in cells("wire").items():
        if case.endswith(f"/1/{BASE_CODER}"):
            shape = case.split("/")[0]
            lines.append([f"response body per token, {shape}, one event per write", f"{of['body a token']:.2f} bytes"])
    return benchmarks.table(["cost", "value"], lines)


def growth(side):
    """Returns the growth of memory in percent, after the first round, which fills pools and heaps."""
    resident = [of[f"{side} MiB"] for of in cells("churn").values()]
    return 100 * (resident[-1] / resident[1] - 1)


def page():
    tables = {"summary": summary, "delay": lambda: pivot("delay", "path"), "cpu": lambda: pivot("cpu", "process: load"),
              "many": lambda: pivot("many", "load"), "churn": lambda: pivot("churn", "time of the measurement"), "wire": wire}
    for name, table in tables.items():
        benchmarks.fill(f"gateway-{name}", table())
    charts.main([])


def live():
    """Runs `demo --live` and writes its output into a file, and its table into the README."""
    demo = subprocess.run([*DEMO, "demo", "--live"], check=True, capture_output=True, text=True).stdout
    machine = measurements.machine()
    (charts.MEASURED / "live.txt").write_text(f"$ cargo run --release -- demo --live\n{machine}\n\n{demo}")
    table = demo[demo.index("response bodies"):demo.index("Put it in front")].rstrip()
    block = f"```text\n{table}\n```\n\nMeasured on: {machine}."
    benchmarks.fill("live", block, pathlib.Path("README.md"))


def main():
    arguments = sys.argv[1:]
    quick = "--quick" in arguments
    names = [argument for argument in arguments if argument != "--quick"] or MEASURES
    if any(name not in [*MEASURES, "page"] for name in names):
        sys.exit(__doc__)
    path = benchmarks.QUICK / "gateway.csv" if quick else FIGURES
    path.parent.mkdir(parents=True, exist_ok=True)
    if names != ["page"]:
        measured(path, quick, [name for name in names if name != "page"])
    if not quick:
        if names != ["page"]:
            machine = f"Measured on: {measurements.machine()}.\nClient and upstream run on the same machine."
            benchmarks.fill("gateway-machine", machine)
            live()
        page()


if __name__ == "__main__":
    main()
