"""Encodes a corpus as tokenwire documents with Spark, on any number of machines, and decodes and counts them.

usage: spark_encode.py [--set SET | --repeat N] [--workers N] [--check] [--csv FILE]

Needs: pip install 'tokenwire[arrow]' pyspark pandas, and Java. Texts and documents are Parquet files. A document
replaces both the text and its ids, in a fraction of their bytes.
"""

import os
import sys
import tempfile
import time

import corpus
import pyarrow
import pyarrow.compute
import pyarrow.parquet
import pyspark
from pyspark.sql import SparkSession
from pyspark.sql.functions import octet_length
from pyspark.sql.functions import sum as total
from tokenwire import arrow

ENCODING = "o200k_base"


def encode(batches):
    """Converts batches of `row`, `text` to batches of `row`, `tokens`, `document`."""
    for batch in batches:
        ids = arrow.tokenize_array(batch["text"], ENCODING)
        documents = arrow.encode_array(ids, ENCODING, coder="prefix")
        tokens = pyarrow.compute.list_value_length(ids)
        yield pyarrow.record_batch({"row": batch["row"], "tokens": tokens, "document": documents})


def count(batches):
    """Counts the ids of a partition's documents. Yields one row with a partial counts file."""
    counts = arrow.Counts.empty(ENCODING)
    for batch in batches:
        counts += arrow.count_array(arrow.decode_array(batch["document"]), ENCODING)
    yield pyarrow.record_batch({"counts": [counts.to_file(partial=True)]})


def start(workers):
    os.environ.update(PYSPARK_PYTHON=sys.executable, PYSPARK_DRIVER_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    builder = SparkSession.builder.master(f"local[{workers}]").appName("tokenwire")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": "1g",
        "spark.log.level": "ERROR",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "1024",
    }.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def on_spark(spark, texts, out):
    """Writes the documents and reads them back.

    Returns the bytes of text, the bytes of documents, and the counts.
    """
    documents = spark.read.parquet(texts).mapInArrow(encode, "row long, tokens int, document binary")
    documents.write.parquet(out)
    written = spark.read.parquet(out)
    parts = written.mapInArrow(count, "counts binary").collect()
    counts = arrow.Counts.empty(ENCODING)
    for part in parts:
        counts += arrow.Counts.from_file(part["counts"])
    return size(spark.read.parquet(texts), "text"), size(written, "document"), counts


def size(frame, column):
    """Returns the total size of the values in bytes."""
    return frame.agg(total(octet_length(column))).first()[0] or 0


def in_this_process(texts):
    """Does the same work in this process. Returns the documents and the counts."""
    written = list(encode(corpus.read(texts)))
    [counts] = count(written)
    return pyarrow.Table.from_batches(written), arrow.Counts.from_file(counts["counts"][0].as_py())


def check(expected, counts, out):
    table, expected_counts = expected
    written = pyarrow.parquet.read_table(out).cast(table.schema)
    assert written.sort_by("row").equals(table.sort_by("row")), "the documents of Spark and of this process differ"
    assert counts == expected_counts, "the counts of Spark and of this process differ"


def timed(function, *args):
    """Returns the result of a function and its time in seconds."""
    begin = time.perf_counter()
    result = function(*args)
    return result, time.perf_counter() - begin


def run(args, texts, out):
    spark, start_s = timed(start, args.workers)
    try:
        (text_bytes, document_bytes, counts), cluster_s = timed(on_spark, spark, texts, out)
    finally:
        spark.stop()
    results = corpus.Results(
        "spark_encode", corpus.name(args), counts.messages, counts.tokens, text_bytes, document_bytes,
        args.workers, start_s, cluster_s, machine=corpus.machine(pyspark), command=corpus.command("spark_encode.py", args),
    )  # fmt: skip
    if args.check:
        expected, results.single_s = timed(in_this_process, texts)
        check(expected, counts, out)
    return results


def main():
    args = corpus.arguments(__doc__.splitlines()[0])
    with tempfile.TemporaryDirectory() as folder:
        texts, out = f"{folder}/texts", f"{folder}/documents"
        os.mkdir(texts)
        corpus.write(args, texts)
        results = run(args, texts, out)
    results.print_summary()
    if args.check:
        print("same documents and counts in one process")
    if args.csv:
        results.write(args.csv)


if __name__ == "__main__":
    main()
