"""A corpus as Parquet files, for ray_counts.py and spark_encode.py, and the figures that both print.

usage: corpus.py FILE      (what they wrote with --csv; prints it as a table)
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
"""Sets of *.jsonl.zst that are not in this repository."""

SCHEMA = pyarrow.schema([("row", pyarrow.int64()), ("text", pyarrow.string())])


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--set", help="a folder of $TOKENWIRE_CORPUS instead of the samples, as dev")
    parser.add_argument("--repeat", type=int, default=20, help="how often the samples are repeated (20)")
    parser.add_argument("--workers", type=int, default=2, help="processes of the local cluster (2)")
    parser.add_argument("--check", action="store_true", help="compare with the same work in this process")
    parser.add_argument("--csv", type=pathlib.Path, help="write the figures into this file too; needs --check")
    return parser.parse_args()


def texts(args):
    """Of the set, or of the samples, each time a little different."""
    if args.set:
        for path in sorted((LARGE / args.set).glob("*.jsonl.zst")):
            yield from (json.loads(line)["t"] for line in lines(path))
        return
    samples = [json.loads(line)["text"] for line in SAMPLES.read_text().splitlines()]
    for round in range(args.repeat):
        yield from (f"{round}. {text}" for text in samples)


def lines(path):
    with pyarrow.input_stream(str(path), compression="zstd") as stream:
        yield from io.TextIOWrapper(stream, encoding="utf-8")


def write(args, folder, parts=8):
    """Files of about as many rows; as a corpus lies on storage that all workers see."""
    rows = list(enumerate(texts(args)))
    for part in range(parts):
        columns = list(zip(*rows[part::parts], strict=True)) or [[], []]
        table = pyarrow.table(
            [pyarrow.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)], SCHEMA
        )
        pyarrow.parquet.write_table(table, f"{folder}/part-{part}.parquet")


def read(folder):
    """Batches of all files, for the work in this process."""
    for path in sorted(pathlib.Path(folder).glob("*.parquet")):
        yield from pyarrow.parquet.ParquetFile(path).iter_batches(batch_size=1024)


@dataclasses.dataclass
class Figures:
    example: str
    corpus: str
    rows: int
    tokens: int
    text_bytes: int
    document_bytes: int
    workers: int
    start_s: float
    """Until the cluster stands."""
    cluster_s: float
    single_s: float | None = None
    """The same work in this process, on one thread."""
    machine: str = ""
    command: str = ""

    def tell(self):
        single = "" if self.single_s is None else f"; in one process {self.single_s:.2f} s"
        print(f"{self.corpus}: {self.rows:,} rows, {self.tokens:,} tokens")
        print(f"text {self.text_bytes:,} bytes, documents {self.document_bytes:,} bytes", end=" ")
        print(f"({self.text_bytes / self.document_bytes:.2f} times as small)")
        print(f"{self.workers} workers {self.cluster_s:.2f} s, after {self.start_s:.2f} s to start{single}")

    def write(self, path):
        """In place of an earlier line of the same example and corpus."""
        mine = {name: f"{value:.2f}" if isinstance(value, float) else str(value) for name, value in vars(self).items()}
        old = list(csv.DictReader(path.read_text().splitlines())) if path.exists() else []
        kept = [line for line in old if (line["example"], line["corpus"]) != (self.example, self.corpus)]
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(mine), lineterminator="\n")
            writer.writeheader()
            writer.writerows(sorted([*kept, mine], key=lambda line: (line["example"], line["corpus"])))


def name(args):
    return args.set or f"samples x {args.repeat}"


def machine(*packages):
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = [f"{package.__name__} {package.__version__}" for package in (pyarrow, *packages)]
    parts = [f"{os.cpu_count()} cores", f"{memory:.0f} GiB", f"{platform.system()} {platform.machine()}"]
    return "; ".join([*parts, f"Python {platform.python_version()}", *versions])


def command(example, args):
    which = f"--set {args.set}" if args.set else f"--repeat {args.repeat}"
    return f"examples/python/{example} {which} --workers {args.workers} --check"


def print_table(path):
    print(
        "| example | corpus | rows | tokens | text MB | documents MB | one process s | workers | cluster s | its start s |"
    )
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for line in csv.DictReader(pathlib.Path(path).read_text().splitlines()):
        counts = [f"{int(line[name]):,}" for name in ("rows", "tokens")]
        sizes = [f"{int(line[name]) / 1e6:.2f}" for name in ("text_bytes", "document_bytes")]
        times = [line[name] for name in ("single_s", "workers", "cluster_s", "start_s")]
        print("|", " | ".join([line["example"], line["corpus"], *counts, *sizes, *times]), "|")


if __name__ == "__main__":
    print_table(sys.argv[1])
