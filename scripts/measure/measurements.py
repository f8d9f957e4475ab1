#!/usr/bin/env python3
"""Measure what the docs quote, on this machine, in one run, and write it down.

usage: scripts/measure/measurements.py           (from the repository's root; some minutes)
writes docs/measured/*.txt, docs/measurements.md, and the demo's table in README.md
"""
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


def run(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def machine():
    info = pathlib.Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*: (.*)", info.read_text()) if info.exists() else []
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    rust = run("rustc", "--version").split()[1]
    name = names[0] if names else platform.processor()
    return (f"{name}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
            f"Rust {rust}, {datetime.date.today()}")


def process(arguments, data, runs=100):
    """Median milliseconds from start to exit."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        subprocess.run(arguments, input=data, stdout=subprocess.DEVNULL, check=True)
        times.append(1000 * (time.perf_counter() - begin))
    return statistics.median(times)


def starts():
    rows = [("`/bin/true`, to compare", process(["/bin/true"], b""))]
    ids = [COMMAND, "encode", *CODING, "o200k_base", "--from", "ids"]
    rows.append(("`tokenwire encode --from ids`, ten ids", process(ids, TEN_IDS)))
    for encoding in ("o200k_base", "cl100k_base", "r50k_base"):
        rows.append((f"`tokenwire encode --from text`, {len(TEXT)} bytes, {encoding}",
                     process([COMMAND, "encode", *CODING, encoding], TEXT)))
    return rows


def build():
    """Seconds of a clean release build of library and command; all dependencies are downloaded already."""
    target = tempfile.mkdtemp()
    begin = time.perf_counter()
    subprocess.run(["cargo", "build", "--release", "--quiet", "--target-dir", target], check=True)
    seconds = time.perf_counter() - begin
    size = pathlib.Path(target, "release", "tokenwire").stat().st_size
    shutil.rmtree(target)
    return seconds, size


def crate():
    target = tempfile.mkdtemp()
    run("cargo", "package", "--quiet", "-p", "tokenwire", "--allow-dirty", "--no-verify", "--target-dir", target)
    size = next(pathlib.Path(target, "package").glob("*.crate")).stat().st_size
    shutil.rmtree(target)
    return size


def benches():
    """Criterion's median of each bench, in nanoseconds."""
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
        rows.append(f"| {name} | {nanoseconds / 1000:,.2f} us | {amount} |")
    return rows


def readme(demo, where):
    path = pathlib.Path("README.md")
    block = f"<!-- demo -->\n```text\n{demo.rstrip()}\n```\n\nMeasured on: {where}.\n<!-- /demo -->"
    path.write_text(re.sub(r"<!-- demo -->.*<!-- /demo -->", lambda _: block, path.read_text(), flags=re.S))


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

Written by `scripts/measure/measurements.py`: {where}. These machines are shared, so compare within this page only.

## Text and payloads against the real Python packages

`{oracle[0].removeprefix("$ ")}` ran every message of the development corpora
through the command in all seven encodings, compared the payload with what tacc 0.1.0 writes of the ids that tiktoken 0.14.0
gives, and decoded it again: {sum(a for a, _ in agree):,} of {sum(b for _, b in agree):,} agree
([output](measured/python-oracle.txt)). The corpora are not in this repository; the committed samples and their ids
are a test (`tests/tiktoken_ids.rs`).

## Fuzzing

`JOBS=3 fuzz/run 610`, with the address sanitizer; after the last changes to documents their four targets ran again for 150 s each, without
a finding. Executions are libFuzzer's.

```text
{(MEASURED / "fuzz.txt").read_text().rstrip()}
```

Of streams, 600 s a target, `JOBS=4 fuzz/run 600` with the address sanitizer, before the last changes, and then `JOBS=3 fuzz/run 600` without it (most of
the time goes into a tokenizer and a deflate for each case). The last block is `fuzz/run 90` without it, after deflate's state was kept for a thread
and the checksum's tables went:

```text
{(MEASURED / "fuzz-streams.txt").read_text().rstrip()}
```

## From process start to exit

Median of 100 runs.

| run | ms |
|---|--:|
{chr(10).join(f"| {name} | {ms:.1f} |" for name, ms in starts())}

## In the process

`cargo bench --bench codec`, medians; o200k_base, the committed samples.

| bench | time | speed |
|---|--:|--:|
{chr(10).join(bench_rows(medians))}

Text to ids takes {ours / theirs:.2f} times tiktoken-rs's time, in one run. tiktoken-rs's loading is not in it.

## Sizes and building

| what | figure |
|---|--:|
| the library's `.crate` (`cargo package`), compressed | {crate():,} bytes |
| the command, release, all vocabularies | {binary:,} bytes |
| clean release build of library and command, {os.cpu_count()} cores | {seconds:.0f} s |

The demo's table is in the README and in [measured/demo.txt](measured/demo.txt).
"""
    pathlib.Path("docs/measurements.md").write_text(page)
    readme(demo, where)


if __name__ == "__main__":
    main()
