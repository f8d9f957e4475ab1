#!/usr/bin/env python3
"""Measure the figures of docs/measurements.md on this machine, in one run, and write the page.

usage: scripts/measure/measurements.py
  Run it from the repository's root. It takes some minutes.
output: docs/measured/demo.txt and docs/measurements.md

The page also quotes docs/measured/python-oracle.txt (scripts/sdk/python_oracle.py), docs/measured/fuzz*.txt (fuzz/run),
and docs/measured/streams.csv and agents.csv (scripts/measure/stream_chart.py).
"""
import csv
import datetime
import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import tempfile
import time

MEASURED = pathlib.Path("docs/measured")
COMMAND = "target/release/tokenwire"
CODING = ["--format", "payload", "--encoding"]
TEXT = b"A short text: the quick brown fox jumps over the lazy dog, twice."
TEN_IDS = b"[13225,2375,11,290,4853,19705,68347,65613,1072,0]"
SHARED = "Other programs share this machine, so compare figures within this page only."


def run(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def machine():
    """Describes this machine and the compiler, and states the date."""
    info = pathlib.Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*: (.*)", info.read_text()) if info.exists() else []
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    rust = run("rustc", "--version").split()[1]
    name = names[0] if names else platform.processor()
    return (f"{name}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
            f"Rust {rust}, {datetime.date.today()}")


def process(arguments, data, runs=100):
    """Returns the median time from process start to exit, in milliseconds."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        subprocess.run(arguments, input=data, stdout=subprocess.DEVNULL, check=True)
        times.append(1000 * (time.perf_counter() - begin))
    return statistics.median(times)


def starts():
    rows = [("`/bin/true`, for comparison", process(["/bin/true"], b""))]
    ids = [COMMAND, "encode", *CODING, "o200k_base", "--from", "ids"]
    rows.append(("`tokenwire encode --from ids`, ten ids", process(ids, TEN_IDS)))
    for encoding in ("o200k_base", "cl100k_base", "r50k_base"):
        rows.append((f"`tokenwire encode --from text`, {len(TEXT)} bytes, {encoding}",
                     process([COMMAND, "encode", *CODING, encoding], TEXT)))
    return rows


def build():
    """Returns the seconds of a clean release build of library and command, and the command's size.

    The dependencies must have been downloaded before.
    """
    target = tempfile.mkdtemp()
    begin = time.perf_counter()
    subprocess.run(["cargo", "build", "--release", "--quiet", "--target-dir", target], check=True)
    seconds = time.perf_counter() - begin
    size = pathlib.Path(target, "release", "tokenwire").stat().st_size
    shutil.rmtree(target)
    return seconds, size


def crate():
    """Returns the size of the library's compressed package."""
    target = tempfile.mkdtemp()
    run("cargo", "package", "--quiet", "-p", "tokenwire", "--allow-dirty", "--no-verify", "--target-dir", target)
    size = next(pathlib.Path(target, "package").glob("*.crate")).stat().st_size
    shutil.rmtree(target)
    return size


def benches():
    """Returns Criterion's median of each bench, in nanoseconds, and its throughput."""
    shutil.rmtree("target/criterion", ignore_errors=True)
    subprocess.run(["cargo", "bench", "--quiet", "--bench", "codec"], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    medians = {}
    for file in sorted(pathlib.Path("target/criterion").rglob("new/estimates.json")):
        benchmark = json.loads(file.with_name("benchmark.json").read_text())
        estimates = json.loads(file.read_text())
        medians[benchmark["full_id"]] = (estimates["median"]["point_estimate"], benchmark["throughput"] or {})
    return medians


def bench_rows(medians):
    rows = []
    for name, (nanoseconds, throughput) in medians.items():
        units = {"Elements": "M tokens/s", "Bytes": "MB/s of text"}
        amount = "".join(f"{1000 * count / nanoseconds:.0f} {units[unit]}" for unit, count in throughput.items())
        rows.append(f"| {name} | {nanoseconds / 1000:,.2f} | {amount} |")
    return rows


def stream_rows():
    """Returns a row for chats, and one for each agent: the size of the stream, and its share of compressed events."""
    read = lambda name: list(csv.DictReader((MEASURED / name).read_text().splitlines()))  # noqa: E731
    kinds = {"chats, all files": read("streams.csv")}
    kinds |= {f"agent, `{row['file']}`": [row] for row in read("agents.csv") if "-agent" in row["file"]}
    for kind, of in kinds.items():
        tokens, size, gzip, zstd = (sum(int(row[column]) for row in of)
                                    for column in ("tokens", "bytes", "gzip_flushed", "zstd_flushed"))
        yield f"| {kind} | {tokens:,} | {size / tokens:.2f} | {size / gzip:.0%} | {size / zstd:.0%} |".replace("%", " %")


def main():
    where = machine()
    seconds, binary = build()
    subprocess.run(["cargo", "build", "--release", "--quiet"], check=True)
    demo = run(COMMAND, "demo", "--quiet")
    (MEASURED / "demo.txt").write_text(f"$ cargo run --release -- demo\n{where}\n\n{demo}")
    medians = benches()
    ours, theirs = (medians[f"text to ids/{name}"][0] for name in ("tokenwire", "tiktoken-rs"))
    oracle = (MEASURED / "python-oracle.txt").read_text().splitlines()
    agree = [tuple(map(int, re.search(r": (\d+) of (\d+)", line).groups())) for line in oracle[1:]]
    page = f"""# Measurements

Startup times, build sizes, and agreement with the Python packages. `scripts/measure/measurements.py`
writes this page.

Measured on: {where}.
{SHARED}

## Agreement with the Python packages

`{oracle[0].removeprefix("$ ")}`
encodes every message of the development corpora with the command, in all seven encodings. It
compares each payload with the one that tacc 0.1.0 writes for the ids of tiktoken 0.14.0, and
decodes it again. {sum(a for a, _ in agree):,} of {sum(b for _, b in agree):,} payloads agree ([output](measured/python-oracle.txt)).

The corpora are not in this repository. The test `tests/tiktoken_ids.rs` compares the ids of the
committed samples with tiktoken's.

## Fuzzing

Executions of each libFuzzer target, and findings. `fuzz/run SECONDS` runs each target for that many
seconds; `JOBS` is the number of targets at a time.

Documents and payloads: `JOBS=3 fuzz/run 610`, with the address sanitizer. The four targets of
documents ran again for 150 s each after a later change, without a finding.

```text
{(MEASURED / "fuzz.txt").read_text().rstrip()}
```

Streams: three runs, each of a later version of the code. Each input needs a tokenizer and a
deflate, which take most of the time.

1. `JOBS=4 fuzz/run 600`, with the address sanitizer.
2. `JOBS=3 fuzz/run 600`, without it.
3. `fuzz/run 90`, without it; each thread caches its deflate state.

```text
{(MEASURED / "fuzz-streams.txt").read_text().rstrip()}
```

## From process start to exit

Wall time of the release build, input from a pipe: the median of 100 runs.

| run | milliseconds |
|---|--:|
{chr(10).join(f"| {name} | {ms:.1f} |" for name, ms in starts())}

## In the process

`cargo bench --bench codec` on the committed samples, in o200k_base: Criterion's medians.

| bench | time, µs | speed |
|---|--:|--:|
{chr(10).join(bench_rows(medians))}

Converting text to ids takes {ours / theirs:.2f} times as long as with tiktoken-rs, whose loading time is
not included.

## Sizes and build time

| what | value |
|---|--:|
| the library's `.crate` (`cargo package`), compressed | {crate():,} bytes |
| the command, release build, all vocabularies | {binary:,} bytes |
| clean release build of library and command, {os.cpu_count()} cores | {seconds:.0f} s |

## Streams of events

Sizes of streams with one event per write: `scripts/measure/stream_chart.py`. Agents' streams have
signatures and encrypted content, which do not compress. [streams.md](streams.md) has all files.

| kind of stream | tokens of new text | bytes per token | of gzip-6 flushed | of zstd-3 flushed |
|---|--:|--:|--:|--:|
{chr(10).join(stream_rows())}

## The demo

`cargo run --release -- demo` compares methods on the built-in sample completions
([output](measured/demo.txt), with its machine and date).

```text
{demo.rstrip()}
```
"""
    pathlib.Path("docs/measurements.md").write_text(page)


if __name__ == "__main__":
    main()
