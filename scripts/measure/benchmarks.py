#!/usr/bin/env python3
"""Run the benches that docs/benchmarks.md quotes, on this machine, and fill in the page.

usage: scripts/measure/benchmarks.py [--quick] [PART ...]           (from the repository's root; some ten minutes)
parts: ratios cost sizes entropy memory command page; all unless said; page alone writes tables and charts anew
writes docs/measured/PART.csv, the tables of docs/benchmarks.md between their markers, and docs/charts
--quick: few rounds, into target/benchmarks instead, to see that all of it runs
$TOKENWIRE_CORPUS is the folder of the corpora, ../shared/corpus unless said; without it the samples are measured
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
# At least so much smaller, in percent: whole messages than a, messages of up to 1,024 bytes than b.
TARGETS = {
    "thrift@chat-2026": dict.fromkeys(SETS, 10),
    "thrift@tacc-0.1.0": dict(zip(SETS, (16, 30, 24, 24))),
    "thrift+gzip@tacc-0.1.0": dict(zip(SETS, (13, 18, 15, 8))),
}
# Method, direction, column, at most so many, at least so many.
SPEEDS = [
    ("thrift@tacc-0.1.0", "encode", "times_tacc", None, 30),
    ("thrift@tacc-0.1.0", "decode", "times_tacc", None, 8),
    ("thrift@tacc-0.1.0", "encode", "memcpy_times", 20, None),
    ("prefix@chat-2026", "encode", "times_tacc", None, 10),
    ("prefix@chat-2026", "decode", "times_tacc", None, 4),
]


def on_one_core():
    """The bench and all it starts; where the system cannot, one thread is all that there is anyway."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def bench(part, folder, quick):
    subprocess.run(["cargo", "bench", "--quiet", "-p", "tokenwire-bench", "--no-run", "--bench", part], check=True)
    arguments = ["--csv", str((folder / f"{part}.csv").resolve())] + ["--quick"] * quick
    subprocess.run(["cargo", "bench", "--quiet", "-p", "tokenwire-bench", "--bench", part, "--", *arguments], check=True,
                   preexec_fn=on_one_core)


def command(folder):
    """What `tokenwire bench` says of each set, whole and up to 1,024 bytes a message."""
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
    said = measurements.run(measurements.COMMAND, "bench", str(path), "--encoding", "o200k_base", "--json", *up_to)
    said = json.loads(said)
    print(f"{path.name} {' '.join(up_to)}: {said['messages']} messages")
    for method in said["methods"]:
        speeds = (f"{method[key]:.1f}" for key in ("encode_mb_s", "decode_mb_s"))
        yield [said["messages"], said["tokens"], said["text_bytes"], method["name"], method["bytes"], *speeds,
               "yes" if method["lossless"] else "no"]


def rows(name):
    with open(charts.MEASURED / f"{name}.csv", newline="") as file:
        return list(csv.DictReader(file))


def table(header, lines):
    """A Markdown table; the first column is text, the others are numbers."""
    rule = ["---"] + ["--:"] * (len(header) - 1)
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in [header, rule, *lines])


def unique(values):
    return list(dict.fromkeys(values))


def both_ways(found, *keys):
    """Method -> direction -> row."""
    methods = {}
    for row in found:
        methods.setdefault(tuple(row[key] for key in keys), {})[row["direction"]] = row
    return methods


def ratios():
    found = rows("ratios")
    lines = []
    for (method,), way in both_ways(found, "method").items():
        speeds = [f"{float(way[d]['m_tokens_per_s']):,.0f}" for d in charts.DIRECTIONS]
        per = [f"{float(way[d][key]):.1f}" for key in ("times_tacc", "times_tacc_leaner", "memcpy_times")
               for d in charts.DIRECTIONS]
        lines.append([method, f"{float(way['encode']['bytes_per_token']):.2f}", *speeds, *per])
    header = ["method", "bytes/token", "M tokens/s, encode", "decode", "x tacc, encode", "decode",
              "x leaner, encode", "decode", "copies, encode", "decode"]
    first = found[0]
    return (f"{first['set']}: {int(first['messages']):,} messages, {int(first['tokens']):,} tokens.\n\n"
            + table(header, lines))


def asked():
    """What was asked of speed, against tacc's own path and against copies of the ids."""
    found = both_ways(rows("ratios"), "method")
    lines = []
    for method, way, column, most, least in SPEEDS:
        row = found[method,][way]
        got, leaner = float(row[column]), float(row["times_tacc_leaner"])
        met = got <= most if most else got >= least
        limit, unit = (f"at most {most}", "copies") if most else (f"at least {least}", "x tacc")
        beside = "" if most else f"{leaner:.1f} x leaner"
        lines.append([f"{method}, {way}", f"{limit} {unit}", f"{got:.1f} {unit}", beside, "yes" if met else "**no**"])
    return table(["what", "asked", "got", "beside", "met"], lines)


def unsafe():
    """What src/coder/thrift/unchecked.rs earns."""
    cells = {(row["method"], row["direction"]): float(row["m_tokens_per_s"]) for row in rows("ratios")}
    lines = []
    for way in charts.DIRECTIONS:
        fast, safe = cells[SAFE.removesuffix(" safe"), way], cells[SAFE, way]
        lines.append([way, f"{fast:,.0f}", f"{safe:,.0f}", f"{fast / safe:.2f}"])
    return table(["a payload, M tokens/s", "with it", "without", "times"], lines)


def cost():
    found = both_ways(rows("cost"), "method", "tokens")
    sizes = unique(tokens for _, tokens in found)
    header = ["us a message"] + [f"{int(size):,}, {way}" for size in sizes for way in charts.DIRECTIONS]
    lines = []
    for method in unique(method for method, _ in found):
        cells = [float(found[method, size][way]["median_ns_per_message"]) / 1000 for size in sizes
                 for way in charts.DIRECTIONS]
        lines.append([method] + [f"{cell:,.2f}" if cell < 10 else f"{cell:,.0f}" for cell in cells])
    return table(header, lines)


def sizes():
    found = rows("sizes")
    blocks = []
    for name in unique(row["set"] for row in found):
        of_set = [row for row in found if row["set"] == name]
        lengths = unique(row["length"] for row in of_set)
        cells = {(row["method"], row["length"]): row for row in of_set}
        lines = []
        for method in unique(row["method"] for row in of_set):
            lines.append([method] + [f"{float(cells[method, n]['bytes_per_token']):.2f}" for n in lengths])
        counts = [cells[lines[0][0], n]["messages"] for n in lengths]
        header = [f"{name}, tokens"] + [f"{int(n):,}" for n in lengths]
        blocks.append(table(header, [["messages", *counts], *lines]))
    return "\n\n".join(blocks)


def crossing(lengths, ours, theirs):
    """Where they become smaller, on a straight line between the lengths that were measured."""
    for a, b in zip(lengths, lengths[1:]):
        before, after = ours[a] - theirs[a], ours[b] - theirs[b]
        if before < 0 <= after:
            return f"{a + (b - a) * before / (before - after):,.0f}"
    return f"below {lengths[0]:,}" if ours[lengths[0]] >= theirs[lengths[0]] else f"none up to {lengths[-1]:,}"


def crossings():
    found = rows("sizes")
    others = ["gzip-6", "zstd-19", "zstd-19 + dictionary", "brotli-11", "thrift+gzip@tacc-0.1.0",
              "thrift+gzip@chat-2026"]
    lines = []
    for name in unique(row["set"] for row in found):
        curves = {}
        for row in found:
            if row["set"] == name:
                curves.setdefault(row["method"], {})[int(row["length"])] = float(row["bytes_per_token"])
        ours = curves["prefix@chat-2026"]
        lines.append([name] + [crossing(list(ours), ours, curves[other]) for other in others])
    return table(["set", *others], lines)


def entropy():
    found = rows("entropy")
    overs = unique(row["over"] for row in found)
    cells = {(row["vocabulary"], row["over"]): row for row in found}
    lines = []
    for vocabulary in unique(row["vocabulary"] for row in found):
        own = cells[vocabulary, overs[0]]
        bits = [own["bound_bits_per_token"], own["prefix_bits_per_token"]]
        above = [f"{float(cells[vocabulary, over]['above_percent']):.2f} %" for over in overs]
        lines.append([vocabulary, *bits, *above])
    header = ["table", "entropy, bits", "prefix, bits", *(f"above, {over}" for over in overs)]
    return table(header, lines)


def memory():
    *found, maps = rows("memory")
    cells = {(row["method"], row["tokens"]): row for row in found}
    counts = unique(row["tokens"] for row in found)
    lines = []
    for method in unique(row["method"] for row in found):
        peaks = [int(cells[method, n][f"{way}_peak_bytes"]) / int(n) for n in counts for way in charts.DIRECTIONS]
        lines.append([method] + [f"{peak:,.1f}" if peak < 100 else f"{peak:,.0f}" for peak in peaks])
    header = ["bytes a token"] + [f"{int(n):,}, {way}" for n in counts for way in charts.DIRECTIONS]
    return f"{table(header, lines)}\n\n{maps['method']} take {int(maps['encode_peak_bytes']):,} bytes besides."


def cli_bench():
    found = rows("command")
    return "\n\n".join([smaller(found), speeds([row for row in found if not row["up_to"]])])


def smaller(found):
    """How much smaller prefix is, and what was asked for."""
    lines = []
    for other, targets in TARGETS.items():
        for name in unique(row["set"] for row in found):
            up_to = "1024" if "gzip" in other else ""
            size = {row["method"]: int(row["bytes"]) for row in found
                    if (row["set"], row["up_to"]) == (name, up_to)}
            percent = 100 * (1 - size["prefix@chat-2026"] / size[other])
            asked = targets.get(name)
            met = "" if asked is None else "yes" if percent >= asked else "**no**"
            lines.append([f"{name}{', up to 1,024 bytes' * bool(up_to)}", f"{other}", f"{percent:.1f} %",
                          "" if asked is None else f"{asked} %", met])
    return table(["messages", "prefix@chat-2026 is smaller than", "by", "asked", "met"], lines)


def speeds(found):
    names = unique(row["set"] for row in found)
    cells = {(row["method"], row["set"]): row for row in found}
    lines = []
    for method in unique(row["method"] for row in found):
        of_sets = [cells[method, name] for name in names]
        sizes = [f"{int(row['bytes']):,}" for row in of_sets]
        rates = [f"{float(row['encode_mb_s']):,.0f} / {float(row['decode_mb_s']):,.0f}" for row in of_sets]
        lines.append([method, *sizes, *rates])
    header = ["method", *(f"{name}, bytes" for name in names), *(f"{name}, MB/s there / back" for name in names)]
    return table(header, lines)


def readme():
    """The README's table: one set, a few lengths, a few methods."""
    methods = ["gzip-6", "zstd-19 + dictionary", "brotli-11", "thrift@tacc-0.1.0", "prefix@chat-2026", "stable@chat-2026"]
    lengths = ["50", "200", "1000", "5000"]
    found = rows("sizes")
    first = found[0]["set"]
    cells = {(row["method"], row["length"]): float(row["bytes_per_token"]) for row in found if row["set"] == first}
    lines = [[method] + [f"{cells[method, length]:.2f}" for length in lengths if (method, length) in cells]
             for method in methods]
    return table([f"bytes a token, {first}"] + [f"{int(length):,} tokens" for length in lengths], lines)


def fill(name, block, path=PAGE):
    page = path.read_text()
    pattern = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
    filled, times = re.subn(pattern, lambda match: f"{match[1]}{block}\n{match[2]}", page, flags=re.S)
    if times != 1:
        sys.exit(f"{path}: {times} blocks <!-- {name} -->")
    path.write_text(filled)


def page():
    """Every table whose figures are there."""
    blocks = {"ratios": ratios, "asked": asked, "unsafe": unsafe, "cost": cost, "sizes": sizes, "crossings": crossings, "entropy": entropy,
              "memory": memory, "cli-bench": cli_bench}
    sources = {"asked": "ratios", "unsafe": "ratios", "crossings": "sizes", "cli-bench": "command"}
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
            shared = "These machines are shared, so compare within this page only."
            fill("machine", f"Measured on: {measurements.machine()}.\n{shared}")
        page()


if __name__ == "__main__":
    main()
