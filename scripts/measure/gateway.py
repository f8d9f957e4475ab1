#!/usr/bin/env python3
"""Measure what the gateway costs, on this machine, and fill in its section of docs/benchmarks.md.

usage: scripts/measure/gateway.py [--quick] [MEASURE ...]           (from the repository's root, on Linux; some ten minutes)
measures: delay cpu many churn wire; all unless said; those that are not said keep their figures. page: only tables and chart anew
writes docs/measured/gateway.csv, the tables between their markers, docs/charts/gateway.svg, and what `demo --live` says into
docs/measured/live.txt and the README
--quick: small, into target/benchmarks/gateway.csv, and no page, to see that all of it runs
Long answers are made of ../shared/corpus; without it those of examples/streams are counted, which the page then says.
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
FULL_WRITE = "varint"


def long_streams():
    """The folder of long answers, if they can be made."""
    made = subprocess.run(["scripts/data/streams.py", "--long", str(LONG)], stderr=subprocess.DEVNULL)
    if made.returncode:
        print("no ../shared/corpus, or no zstd: the answers of examples/streams are counted, which are short")
    return ["--long", str(LONG.resolve())] if made.returncode == 0 else []


def measured(path, quick, measures):
    """New figures, and the old ones of measures that were not asked for."""
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
    """Case -> figure -> value."""
    found = {}
    for row in rows():
        if row["measure"] == name:
            found.setdefault(row["case"], {})[row["figure"]] = float(row["value"])
    return found


def said(value):
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 100 else f"{value:,.2f}"


def pivot(name, first):
    found = cells(name)
    figures = charts.unique(figure for case in found.values() for figure in case)
    lines = [[case, *(said(of[figure]) if figure in of else "" for figure in figures)] for case, of in found.items()]
    return benchmarks.table([first, *figures], lines)


def wire():
    """A row for each shape and way of writing; bytes a token, for each number of events a write."""
    found = {tuple(case.split("/")): of for case, of in cells("wire").items()}
    writes = charts.unique(events for _, events, _ in found)
    figures = ["body", "TCP payload", "with packets"]
    lines = []
    for shape, way in charts.unique((shape, way) for shape, _, way in found):
        of = [found[shape, events, way] for events in writes]
        lines.append([f"{shape}, {way}", *(f"{each[figure] / each['tokens']:.2f}" for figure in figures for each in of)])
    header = ["bytes a token"] + [f"{figure}, {events}" for figure in figures for events in writes]
    counts = ", ".join(f"{shape} {of['tokens']:,.0f}" for (shape, events, way), of in found.items()
                       if (events, way) == (writes[0], FULL_WRITE))
    return f"Tokens: {counts}.\n\n{benchmarks.table(header, lines)}"


def asked():
    delay, many = cells("delay")[BOTH], next(iter(cells("many").values()))
    lines = [limit("first token, added by both sides, median", delay["first token median added ms"], 1, "ms")]
    for case, of in cells("cpu").items():
        if case.startswith(("serve:", "connect:")):
            lines.append(limit(f"processor an event, {case}", of["us an event"], 10, "µs"))
    lines.append(limit("memory a stream, of serve", many["KiB a stream"], 64, "KiB"))
    lines += [limit(f"memory after churn, of {side}, above before", grown(side), 5, "%") for side in ("serve", "connect")]
    for case, of in cells("wire").items():
        if case.endswith(f"/1/{FULL_WRITE}"):
            lines.append(limit(f"body a token, {case.split('/')[0]}, one event a write", of["body a token"], 3, "bytes"))
    return benchmarks.table(["what", "asked, below", "got", "met"], lines)


def limit(what, got, most, unit):
    return [what, f"{most} {unit}", f"{got:.2f} {unit}", "yes" if got < most else "**no**"]


def grown(side):
    """Percent from the first round, which fills pools and heaps, to the end."""
    resident = [of[f"{side} MiB"] for of in cells("churn").values()]
    return 100 * (resident[-1] / resident[1] - 1)


def page():
    tables = {"asked": asked, "delay": lambda: pivot("delay", "way"), "cpu": lambda: pivot("cpu", "side, load"),
              "many": lambda: pivot("many", "load"), "churn": lambda: pivot("churn", "when"), "wire": wire}
    for name, table in tables.items():
        benchmarks.fill(f"gateway-{name}", table())
    charts.main([])


def live():
    """What the demo says, whole in a file and its table in the README."""
    demo = subprocess.run([*DEMO, "demo", "--live"], check=True, capture_output=True, text=True).stdout
    where = measurements.machine()
    (charts.MEASURED / "live.txt").write_text(f"$ cargo run --release -- demo --live\n{where}\n\n{demo}")
    said = demo[demo.index("response bodies"):demo.index("Put it before")].rstrip()
    block = f"```text\n{said}\n```\n\nMeasured on: {where}."
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
            benchmarks.fill("gateway-machine", f"Measured on: {measurements.machine()}. Client and upstream run on it too.")
            live()
        page()


if __name__ == "__main__":
    main()
