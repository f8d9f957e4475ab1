"""Writes a corpus as Parquet files for ray_counts.py and spark_encode.py, and prints their results.

usage: corpus.py FILE      (prints a file that they wrote with --csv as a table)
"""

import argparse
import csv
import dataclasses
import io
import json
import os
import pathlib
import platform
import sys

import pyarrow
import pyarrow.parquet

ROOT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "examples/data/completions.jsonl"
LARGE = pathlib.Path(os.environ.get("TOKENWIRE_CORPUS", ROOT / "../shared/corpus"))
"""The folder of larger corpora, each a folder of *.jsonl.zst files. They are not in this repository."""

SCHEMA = pyarrow.schema([("row", pyarrow.int64()), ("text", pyarrow.string())])


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--set", help="the folder of $TOKENWIRE_CORPUS to read, such as dev (default: the samples)")
    parser.add_argument("--repeat", type=int, default=20, help="how many times to repeat the samples (default: 20)")
    parser.add_argument("--workers", type=int, default=2, help="the number of processes in the local cluster (default: 2)")
    parser.add_argument("--check", action="store_true", help="compare the results with those of a single process")
    parser.add_argument("--csv", type=pathlib.Path, help="also write the results to this file (needs --check)")
    return parser.parse_args()


def texts(args):
    """Yields the texts of the set, or the samples several times, each time with another prefix."""
    if args.set:
        for path in sorted((LARGE / args.set).glob("*.jsonl.zst")):
            yield from (json.loads(line)["t"] for line in lines(path))
        return
    samples = [json.loads(line)["text"] for line in SAMPLES.read_text().splitlines()]
    for round in range(args.repeat):
        yield from (f"{round}. {text}" for text in samples)


def lines(path):
    """Yields the lines of a zstd file."""
    with pyarrow.input_stream(str(path), compression="zstd") as stream:
        yield from io.TextIOWrapper(stream, encoding="utf-8")


def write(args, folder, parts=8):
    """Writes the texts as Parquet files of about equal size, in a folder that all workers can read."""
    rows = list(enumerate(texts(args)))
    for part in range(parts):
        columns = list(zip(*rows[part::parts], strict=True)) or [[], []]
        table = pyarrow.table(
            [pyarrow.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)], SCHEMA
        )
        pyarrow.parquet.write_table(table, f"{folder}/part-{part}.parquet")


def read(folder):
    """Yields the batches of all files, for the comparison in this process."""
    for path in sorted(pathlib.Path(folder).glob("*.parquet")):
        yield from pyarrow.parquet.ParquetFile(path).iter_batches(batch_size=1024)


@dataclasses.dataclass
class Results:
    """The sizes and times of one run."""

    example: str
    corpus: str
    rows: int
    tokens: int
    text_bytes: int
    document_bytes: int
    workers: int
    start_s: float
    """The time to start the cluster."""
    cluster_s: float
    single_s: float | None = None
    """The time for the same work in this process, on one thread."""
    machine: str = ""
    command: str = ""

    def print_summary(self):
        single = "" if self.single_s is None else f"; single process: {self.single_s:.2f} s"
        print(f"{self.corpus}: {self.rows:,} rows, {self.tokens:,} tokens")
        ratio = self.text_bytes / self.document_bytes
        print(f"{self.text_bytes:,} bytes of text, {self.document_bytes:,} bytes of documents, ratio {ratio:.2f}")
        print(f"{self.workers} workers: {self.cluster_s:.2f} s, startup {self.start_s:.2f} s{single}")

    def write(self, path):
        """Writes the results to a CSV file, replacing an earlier row of the same example and corpus."""
        row = {name: f"{value:.2f}" if isinstance(value, float) else str(value) for name, value in vars(self).items()}
        old = list(csv.DictReader(path.read_text().splitlines())) if path.exists() else []
        others = [line for line in old if (line["example"], line["corpus"]) != (self.example, self.corpus)]
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(row), lineterminator="\n")
            writer.writeheader()
            writer.writerows(sorted([*others, row], key=lambda line: (line["example"], line["corpus"])))


def name(args):
    """Returns the name of the corpus."""
    return args.set or f"samples x {args.repeat}"


def machine(*packages):
    """Describes the machine and the versions of the packages."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = [f"{package.__name__} {package.__version__}" for package in (pyarrow, *packages)]
    parts = [f"{os.cpu_count()} cores", f"{memory:.0f} GiB", f"{platform.system()} {platform.machine()}"]
    return "; ".join([*parts, f"Python {platform.python_version()}", *versions])


def command(example, args):
    """Returns the command line of this run."""
    which = f"--set {args.set}" if args.set else f"--repeat {args.repeat}"
    return f"examples/python/{example} {which} --workers {args.workers} --check"


def print_table(path):
    print(
        "| example | corpus | rows | tokens | text, MB | documents, MB | one process, s | workers | cluster, s | cluster start, s |"
    )
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for line in csv.DictReader(pathlib.Path(path).read_text().splitlines()):
        counts = [f"{int(line[name]):,}" for name in ("rows", "tokens")]
        sizes = [f"{int(line[name]) / 1e6:.2f}" for name in ("text_bytes", "document_bytes")]
        times = [line[name] for name in ("single_s", "workers", "cluster_s", "start_s")]
        print("|", " | ".join([line["example"], line["corpus"], *counts, *sizes, *times]), "|")


if __name__ == "__main__":
    print_table(sys.argv[1])
