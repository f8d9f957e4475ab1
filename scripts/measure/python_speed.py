#!/usr/bin/env python3
"""Measure encoding and decoding of payloads in Python, in turns with the Rust library and tacc 0.1.0, on the same ids.

usage: scripts/measure/python_speed.py [--quick | --about]
  Run it from the repository's root. It takes about three minutes.
--quick: prints the figures and writes nothing
--about: measures only the import time and the wheel's size
output: docs/measured/python-speed.csv and the tables of docs/benchmarks.md, "Python"

needs: the package tokenwire (pip install ./bindings/python), numpy, tacc==0.1.0
  The wheel's size is that of target/python/dist. ./check leaves a wheel of the dev profile there: replace it with a
  release build (in bindings/python: maturin build --release --strip --out ../../target/python/dist).
$TOKENWIRE_CORPUS is the corpus folder (default: ../shared/corpus). Without it, the committed samples are repeated.
"""
import array
import csv
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy
import tacc
import tokenwire
import tokenwire.tacc

import benchmarks
import measurements

OUT = pathlib.Path("docs/measured/python-speed.csv")
SAMPLES = pathlib.Path("examples/data/completions.jsonl")
LENGTHS = [100, 1_000, 10_000, 100_000, 1_000_000]
# Seconds that a round takes at least.
ROUND = 0.002
# Fresh interpreters that time the import.
IMPORTS = 30
WHEELS = pathlib.Path("target/python/dist")
# Rust and Python take turns, so that other programs on the machine slow both.
TURNS = 5


def texts():
    """Returns the name of the set, and its texts."""
    corpus = pathlib.Path(os.environ.get("TOKENWIRE_CORPUS", "../shared/corpus"), "dev", "chat-en.jsonl.zst")
    if corpus.exists():
        lines = subprocess.run(["zstd", "-dc", corpus], check=True, stdout=subprocess.PIPE).stdout.decode().splitlines()
        return "chat-en", [json.loads(line)["t"] for line in lines]
    return "samples", [json.loads(line)["text"] for line in SAMPLES.read_text(encoding="utf-8").splitlines()]


def ids_of(messages):
    tokenizer, ids = tokenwire.Tokenizer("o200k_base"), []
    while len(ids) < LENGTHS[-1]:
        for message in messages:
            ids += tokenizer.encode(message)
    return ids[: LENGTHS[-1]]


def rust(file, rounds):
    output = measurements.run("cargo", "bench", "--quiet", "--bench", "lengths", "--", file, str(rounds), *map(str, LENGTHS))
    for line in output.split():
        length, direction, ns = line.split(",")
        yield (int(length), direction, "Rust"), float(ns)


def least(call, rounds):
    """Returns the shortest time of a call, in nanoseconds."""
    calls = 1
    while timed(call, calls) < ROUND:
        calls *= 2
    return min(timed(call, calls) for _ in range(rounds)) * 1e9 / calls


def timed(call, calls):
    """Returns the seconds that `calls` calls take."""
    start = time.perf_counter()
    for _ in range(calls):
        call()
    return time.perf_counter() - start


def methods(ids):
    """Returns a dictionary: name of a method -> function that encodes, function that decodes or None."""
    codec, drop_in, theirs = tokenwire.Codec("o200k_base"), tokenwire.tacc.Codec("o200k_base"), tacc.Codec("o200k_base")
    payload, numbers, integers = codec.encode(ids), numpy.array(ids, "u4"), array.array("q", ids)
    assert theirs.encode_token_ids(ids) == payload and theirs.decode_token_ids(payload) == ids
    return {
        "NumPy u32": (lambda: codec.encode(numbers), lambda: codec.decode(payload, out="numpy")),
        "array('q')": (lambda: codec.encode(integers), None),
        "list": (lambda: codec.encode(ids), lambda: codec.decode(payload)),
        "tokenwire.tacc": (lambda: drop_in.encode_token_ids(ids), lambda: drop_in.decode_token_ids(payload)),
        "tacc 0.1.0": (lambda: theirs.encode_token_ids(ids), lambda: theirs.decode_token_ids(payload)),
    }


def python(ids, rounds):
    for length in LENGTHS:
        for name, calls in methods(ids[:length]).items():
            for direction, call in zip(("encode", "decode"), calls):
                if call:
                    yield (length, direction, name), least(call, rounds)


def measured(ids, rounds, turns):
    """Returns the shortest time of all turns, by length, direction and method."""
    times = {}
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        numpy.array(ids, "<u4").tofile(file.name)
        for turn in range(turns):
            for key, ns in [*rust(file.name, rounds), *python(ids, rounds)]:
                times[key] = min(ns, times.get(key, ns))
            print(f"turn {turn + 1} of {turns}", flush=True)
    return times


def rows(times):
    for (length, direction, method), ns in sorted(times.items(), key=lambda item: (item[0][1] != "encode", item[0][0])):
        rust_ns, tacc_ns = times[length, direction, "Rust"], times[length, direction, "tacc 0.1.0"]
        yield [length, direction, method, f"{ns:.0f}", f"{1000 * length / ns:.1f}", f"{rust_ns / ns:.2f}", f"{tacc_ns / ns:.1f}"]


HEADER = ["ids", "direction", "method", "least_ns", "m_ids_per_s", "of_rust", "times_tacc"]


def table(records):
    """Returns a row for each method and direction, with speeds relative to Rust or to tacc for each length."""
    lines = []
    for method in dict.fromkeys(row["method"] for row in records if row["method"] not in ("Rust", "tacc 0.1.0")):
        for direction in ("encode", "decode"):
            cells = [row for row in records if (row["method"], row["direction"]) == (method, direction)]
            key, unit, digits = ("of_rust", "x Rust", 2) if method == "NumPy u32" else ("times_tacc", "x tacc", 0)
            if cells:
                lines.append([f"{method}, {direction}", *(f"{float(row[key]):.{digits}f} {unit}" for row in cells)])
    return benchmarks.table(["speed", *(f"{length:,} ids" for length in LENGTHS)], lines)


def main():
    quick = "--quick" in sys.argv
    name, messages = texts()
    if "--about" in sys.argv:
        about(name)
        return
    times = measured(ids_of(messages), 3 if quick else 15, 1 if quick else TURNS)
    lines = [[str(cell) for cell in row] for row in rows(times)]
    for line in lines:
        print("{:>8} {:<7} {:<15} {:>12} ns {:>8} M/s {:>6} x Rust {:>6} x tacc".format(*line))
    if quick:
        return
    with open(OUT, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *lines])
    benchmarks.fill("python-speed", table(benchmarks.rows("python-speed")))
    about(name)


def about(name):
    """Fills in the machine, the import time and the wheel's size."""
    versions = f"Python {sys.version.split()[0]}, NumPy {numpy.__version__}"
    machine = (f"Measured on: {measurements.machine()}; {versions}.\n"
               f"The ids are those of {name}.")
    median, most = import_ms()
    sizes = [f"{wheel.stat().st_size:,} bytes" for wheel in WHEELS.glob("*.whl")]
    wheel = f" The wheel has {sizes[0]}." if sizes else ""
    imports = (f"`import tokenwire` takes {median:.1f} ms at the median of {IMPORTS} fresh interpreters, "
               f"{most:.1f} ms at most.{wheel}")
    benchmarks.fill("python-speed-machine", f"{machine}\n\n{imports}")


def import_ms():
    """Returns the time of an import in a fresh interpreter, in milliseconds: median and maximum."""
    code = "import time; begin = time.perf_counter(); import tokenwire; print(1000 * (time.perf_counter() - begin))"
    times = [float(measurements.run(sys.executable, "-c", code)) for _ in range(IMPORTS)]
    return statistics.median(times), max(times)


if __name__ == "__main__":
    main()
