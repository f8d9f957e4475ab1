"""Counts the tokens of a corpus with Ray Data, on any number of machines, and makes a custom table of the counts.

usage: ray_counts.py [--set SET | --repeat N] [--workers N] [--check] [--csv FILE]

Needs: pip install 'tokenwire[arrow]' 'ray[data]'. Workers turn each batch into one row with its sizes and a partial
counts file. This process adds up the rows.
"""

import os
import signal
import sys
import tempfile
import time

# Disables usage reports, the progress bars and the dashboard.
os.environ.update(RAY_USAGE_STATS_ENABLED="0", RAY_DATA_DISABLE_PROGRESS_BARS="1")

import corpus  # noqa: E402
import pyarrow  # noqa: E402
import pyarrow.compute  # noqa: E402
import ray  # noqa: E402
import tokenwire  # noqa: E402
from tokenwire import arrow  # noqa: E402

ENCODING = "o200k_base"


def count(batch):
    """Encodes and counts a batch of texts. Returns a table of one row."""
    ids = arrow.tokenize_array(batch["text"], ENCODING)
    counts = arrow.count_array(ids, ENCODING)
    documents = arrow.encode_array(ids, ENCODING, coder="prefix")
    return pyarrow.table(
        {
            "text_bytes": [size(batch["text"])],
            "document_bytes": [size(documents)],
            "counts": [counts.to_file(partial=True)],
        }
    )


def size(column):
    """Returns the total size of the values in bytes."""
    return pyarrow.compute.sum(pyarrow.compute.binary_length(column)).as_py() or 0


def total(rows):
    """Adds up rows. Returns the bytes of text, the bytes of documents, and the counts."""
    text_bytes = document_bytes = 0
    counts = arrow.Counts.empty(ENCODING)
    for row in rows:
        text_bytes += row["text_bytes"]
        document_bytes += row["document_bytes"]
        counts += arrow.Counts.from_file(row["counts"])
    return text_bytes, document_bytes, counts


def on_ray(folder):
    dataset = ray.data.read_parquet(folder).map_batches(count, batch_format="pyarrow", batch_size=1024)
    return total(dataset.iter_rows())


def in_this_process(folder):
    return total(row for batch in corpus.read(folder) for row in count(batch).to_pylist())


def timed(function, *args):
    """Returns the result of a function and its time in seconds."""
    begin = time.perf_counter()
    result = function(*args)
    return result, time.perf_counter() - begin


def start(workers):
    ray.init(
        num_cpus=workers,
        object_store_memory=200 << 20,
        include_dashboard=False,
        log_to_driver=False,
        logging_level="ERROR",
    )
    # The first task waits until its worker has started, so it belongs to the startup time.
    ray.get(ray.remote(lambda: None).remote())


def run(args, folder):
    _, start_s = timed(start, args.workers)
    (text_bytes, document_bytes, counts), cluster_s = timed(on_ray, folder)
    results = corpus.Results(
        "ray_counts", corpus.name(args), counts.messages, counts.tokens, text_bytes, document_bytes,
        args.workers, start_s, cluster_s, machine=corpus.machine(ray), command=corpus.command("ray_counts.py", args),
    )  # fmt: skip
    if args.check:
        expected, results.single_s = timed(in_this_process, folder)
        assert expected == (text_bytes, document_bytes, counts), "the results of Ray and of this process differ"
    return results, counts


def main():
    # Exits normally on SIGTERM, so that the workers are stopped, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    args = corpus.arguments(__doc__.splitlines()[0])
    with tempfile.TemporaryDirectory() as folder:
        corpus.write(args, folder)
        try:
            results, counts = run(args, folder)
        finally:
            ray.shutdown()
    table = tokenwire.Table.from_counts(counts.to_file())
    results.print_summary()
    checked = "; same counts in one process" if args.check else ""
    print(f"table of {len(table):,} ids, fingerprint {table.fingerprint}{checked}")
    if args.csv:
        results.write(args.csv)


if __name__ == "__main__":
    main()
