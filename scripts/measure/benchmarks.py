#!/usr/bin/env python3
"""Run the benches behind docs/benchmarks.md on this machine, and fill in the page.

usage: scripts/measure/benchmarks.py [--quick] [PART ...]
  Run it from the repository's root. It takes about ten minutes.
parts: ratios cost sizes entropy memory command page (default: all)
  `page` alone rebuilds tables and charts from the committed figures, without measuring.
--quick: few rounds, written to target/benchmarks instead, to check that every part runs
output: docs/measured/PART.csv, the tables between the markers of docs/benchmarks.md, the size table of README.md, and
  docs/charts

$TOKENWIRE_CORPUS is the corpus folder (default: ../shared/corpus). Without it, the committed samples are measured.
"""
import csv
import json
import os
import pathlib
import re
import subprocess
import sys

import charts
import measurements

PAGE = pathlib.Path("docs/benchmarks.md")
QUICK = pathlib.Path("target/benchmarks")
BENCHES = ["ratios", "cost", "sizes", "entropy", "memory"]
SETS = ["chat-en", "code", "tools", "multilingual"]
SAFE = "thrift@tacc-0.1.0 safe"
SAMPLES = pathlib.Path("examples/data/completions.jsonl")


def on_one_core():
    """Pins this process and its children to one core. Elsewhere than on Linux, one thread has to be enough."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def bench(part, folder, quick):
    subprocess.run(["cargo", "bench", "--quiet", "-p", "tokenwire-bench", "--no-run", "--bench", part], check=True)
    arguments = ["--csv", str((folder / f"{part}.csv").resolve())] + ["--quick"] * quick
    subprocess.run(["cargo", "bench", "--quiet", "-p", "tokenwire-bench", "--bench", part, "--", *arguments], check=True,
                   preexec_fn=on_one_core)


def command(folder):
    """Writes the report of `tokenwire bench` for each set: all messages, and messages of up to 1,024 bytes."""
    subprocess.run(["cargo", "build", "--release", "--quiet"], check=True)
    corpus = pathlib.Path(os.environ.get("TOKENWIRE_CORPUS", "../shared/corpus"), "dev")
    files = {name: corpus / f"{name}.jsonl.zst" for name in SETS}
    files = {name: file for name, file in files.items() if file.exists()} or {"samples": SAMPLES}
    with open(folder / "command.csv", "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["set", "up_to", "messages", "tokens", "text_bytes", "method", "bytes", "encode_mb_s",
                        "decode_mb_s", "lossless"])
        for name, path in files.items():
            for up_to in ([], ["--up-to", "1024"]):
                table.writerows([name, "".join(up_to[1:]), *row] for row in command_rows(path, up_to))


def command_rows(path, up_to):
    output = measurements.run(measurements.COMMAND, "bench", str(path), "--encoding", "o200k_base", "--json", *up_to)
    report = json.loads(output)
    print(f"{path.name} {' '.join(up_to)}: {report['messages']} messages")
    for method in report["methods"]:
        speeds = (f"{method[key]:.1f}" for key in ("encode_mb_s", "decode_mb_s"))
        yield [report["messages"], report["tokens"], report["text_bytes"], method["name"], method["bytes"], *speeds,
               "yes" if method["lossless"] else "no"]


def rows(name):
    with open(charts.MEASURED / f"{name}.csv", newline="") as file:
        return list(csv.DictReader(file))


def table(header, lines):
    """Returns a Markdown table whose first column is text and whose other columns are numbers."""
    rule = ["---"] + ["--:"] * (len(header) - 1)
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in [header, rule, *lines])


def unique(values):
    return list(dict.fromkeys(values))


def by_direction(records, *keys):
    """Returns a dictionary: values of `keys` -> direction -> record."""
    methods = {}
    for record in records:
        methods.setdefault(tuple(record[key] for key in keys), {})[record["direction"]] = record
    return methods


def ratios():
    records = rows("ratios")
    lines = []
    for (method,), of in by_direction(records, "method").items():
        speeds = [f"{float(of[direction]['m_tokens_per_s']):,.0f}" for direction in charts.DIRECTIONS]
        relative = [f"{float(of[direction][key]):.1f}" for key in ("times_tacc", "times_tacc_leaner", "memcpy_times")
                    for direction in charts.DIRECTIONS]
        lines.append([method, f"{float(of['encode']['bytes_per_token']):.2f}", *speeds, *relative])
    header = ["method", "bytes per token"]
    for column in ("{}, M tokens/s", "{} speed, x tacc", "{} speed, x leaner tacc", "{} time, x memcpy"):
        header += [column.format(direction) for direction in charts.DIRECTIONS]
    first = records[0]
    return (f"{first['set']}: {int(first['messages']):,} messages, {int(first['tokens']):,} tokens.\n\n"
            + table(header, lines))


def unsafe():
    """Compares the payload coder with and without src/coder/thrift/unchecked.rs."""
    cells = {(row["method"], row["direction"]): float(row["m_tokens_per_s"]) for row in rows("ratios")}
    lines = []
    for direction in charts.DIRECTIONS:
        fast, safe = cells[SAFE.removesuffix(" safe"), direction], cells[SAFE, direction]
        lines.append([direction, f"{fast:,.0f}", f"{safe:,.0f}", f"{fast / safe:.2f}"])
    return table(["payload, M tokens/s", "with `unsafe`", "without", "ratio"], lines)


def cost():
    records = by_direction(rows("cost"), "method", "tokens")
    sizes = unique(tokens for _, tokens in records)
    header = ["µs per message"] + [f"{int(size):,} tokens, {direction}" for size in sizes
                                   for direction in charts.DIRECTIONS]
    lines = []
    for method in unique(method for method, _ in records):
        cells = [float(records[method, size][direction]["median_ns_per_message"]) / 1000 for size in sizes
                 for direction in charts.DIRECTIONS]
        lines.append([method] + [f"{cell:,.2f}" if cell < 10 else f"{cell:,.0f}" for cell in cells])
    return table(header, lines)


def sizes():
    records = rows("sizes")
    blocks = []
    for name in unique(row["set"] for row in records):
        of_set = [row for row in records if row["set"] == name]
        lengths = unique(row["length"] for row in of_set)
        cells = {(row["method"], row["length"]): row for row in of_set}
        lines = []
        for method in unique(row["method"] for row in of_set):
            lines.append([method] + [f"{float(cells[method, n]['bytes_per_token']):.2f}" for n in lengths])
        counts = [cells[lines[0][0], n]["messages"] for n in lengths]
        header = [f"{name}, bytes per token"] + [f"{int(n):,} tokens" for n in lengths]
        blocks.append(table(header, [["messages measured", *counts], *lines]))
    return "\n\n".join(blocks)


def crossing(lengths, ours, theirs):
    """Returns the length at which `theirs` becomes smaller than `ours`, interpolated linearly."""
    for a, b in zip(lengths, lengths[1:]):
        before, after = ours[a] - theirs[a], ours[b] - theirs[b]
        if before < 0 <= after:
            return f"{a + (b - a) * before / (before - after):,.0f}"
    return f"below {lengths[0]:,}" if ours[lengths[0]] >= theirs[lengths[0]] else f"none up to {lengths[-1]:,}"


def crossings():
    records = rows("sizes")
    others = ["gzip-6", "zstd-19", "zstd-19 + dictionary", "brotli-11", "thrift+gzip@tacc-0.1.0",
              "thrift+gzip@chat-2026"]
    lines = []
    for name in unique(row["set"] for row in records):
        curves = {}
        for row in records:
            if row["set"] == name:
                curves.setdefault(row["method"], {})[int(row["length"])] = float(row["bytes_per_token"])
        ours = curves["prefix@chat-2026"]
        lines.append([name] + [crossing(list(ours), ours, curves[other]) for other in others])
    return table(["tokens from which the method is smaller than prefix@chat-2026", *others], lines)


def entropy():
    records = rows("entropy")
    distributions = unique(row["over"] for row in records)
    cells = {(row["vocabulary"], row["over"]): row for row in records}
    lines = []
    for vocabulary in unique(row["vocabulary"] for row in records):
        own = cells[vocabulary, distributions[0]]
        bits = [own["bound_bits_per_token"], own["prefix_bits_per_token"]]
        above = [f"{float(cells[vocabulary, name]['above_percent']):.2f} %" for name in distributions]
        lines.append([vocabulary, *bits, *above])
    header = ["table", "entropy, bits per token", "prefix code, bits per token",
              *(f"above the bound, {name}" for name in distributions)]
    return table(header, lines)


def memory():
    *records, maps = rows("memory")
    cells = {(row["method"], row["tokens"]): row for row in records}
    counts = unique(row["tokens"] for row in records)
    lines = []
    for method in unique(row["method"] for row in records):
        peaks = [int(cells[method, n][f"{direction}_peak_bytes"]) / int(n) for n in counts
                 for direction in charts.DIRECTIONS]
        lines.append([method] + [f"{peak:,.1f}" if peak < 100 else f"{peak:,.0f}" for peak in peaks])
    header = ["peak heap, bytes per token"] + [f"{int(n):,} tokens, {direction}" for n in counts
                                               for direction in charts.DIRECTIONS]
    return f"{table(header, lines)}\n\nIn addition, {maps['method']} take {int(maps['encode_peak_bytes']):,} bytes."


def cli_bench():
    records = rows("command")
    return "\n\n".join([savings(records), speeds([row for row in records if not row["up_to"]])])


def savings(records):
    """Returns the table of how much smaller prefix documents are."""
    lines = []
    for other in ("thrift@chat-2026", "thrift@tacc-0.1.0", "thrift+gzip@tacc-0.1.0"):
        up_to = "1024" if "gzip" in other else ""
        for name in unique(row["set"] for row in records):
            size = {row["method"]: int(row["bytes"]) for row in records
                    if (row["set"], row["up_to"]) == (name, up_to)}
            percent = 100 * (1 - size["prefix@chat-2026"] / size[other])
            lines.append([f"{name}{', up to 1,024 bytes' * bool(up_to)}", other, f"{percent:.1f} %"])
    return table(["messages", "compared with", "prefix@chat-2026 is smaller by"], lines)


def speeds(records):
    names = unique(row["set"] for row in records)
    cells = {(row["method"], row["set"]): row for row in records}
    lines = []
    for method in unique(row["method"] for row in records):
        of_sets = [cells[method, name] for name in names]
        sizes = [f"{int(row['bytes']):,}" for row in of_sets]
        rates = [f"{float(row['encode_mb_s']):,.0f} / {float(row['decode_mb_s']):,.0f}" for row in of_sets]
        lines.append([method, *sizes, *rates])
    header = ["method", *(f"{name}, bytes" for name in names),
              *(f"{name}, MB/s encode / decode" for name in names)]
    return table(header, lines)


def readme():
    """Returns the README's table: one set, a few lengths, a few methods."""
    methods = ["gzip-6", "zstd-19 + dictionary", "brotli-11", "thrift@tacc-0.1.0", "prefix@chat-2026", "stable@chat-2026"]
    lengths = ["50", "200", "1000", "5000"]
    records = rows("sizes")
    first = records[0]["set"]
    cells = {(row["method"], row["length"]): float(row["bytes_per_token"]) for row in records if row["set"] == first}
    lines = [[method] + [f"{cells[method, length]:.2f}" for length in lengths if (method, length) in cells]
             for method in methods]
    return table([f"bytes per token, {first}"] + [f"{int(length):,} tokens" for length in lengths], lines)


def fill(name, block, path=PAGE):
    """Replaces the text between two markers of a page."""
    page = path.read_text()
    pattern = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
    filled, times = re.subn(pattern, lambda match: f"{match[1]}{block}\n{match[2]}", page, flags=re.S)
    if times != 1:
        sys.exit(f"{path} has {times} blocks <!-- {name} -->; expected one")
    path.write_text(filled)


def page():
    """Fills in every table whose figures exist, and draws the charts."""
    blocks = {"ratios": ratios, "unsafe": unsafe, "cost": cost, "sizes": sizes, "crossings": crossings,
              "entropy": entropy, "memory": memory, "cli-bench": cli_bench}
    sources = {"unsafe": "ratios", "crossings": "sizes", "cli-bench": "command"}
    for name, block in blocks.items():
        if (charts.MEASURED / f"{sources.get(name, name)}.csv").exists():
            fill(name, block())
    if (charts.MEASURED / "sizes.csv").exists():
        fill("sizes", readme(), pathlib.Path("README.md"))
    charts.main([])


def main():
    arguments = sys.argv[1:]
    quick = "--quick" in arguments
    parts = [argument for argument in arguments if argument != "--quick"] or [*BENCHES, "command", "page"]
    if any(part not in [*BENCHES, "command", "page"] for part in parts):
        sys.exit(__doc__)
    folder = QUICK if quick else charts.MEASURED
    folder.mkdir(parents=True, exist_ok=True)
    for part in parts:
        if part in BENCHES:
            bench(part, folder, quick)
    if "command" in parts:
        command(folder)
    if not quick:
        if parts != ["page"]:
            fill("machine", f"Measured on: {measurements.machine()}.\n{measurements.SHARED}")
        page()


if __name__ == "__main__":
    main()
