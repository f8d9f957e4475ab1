#!/usr/bin/env python3
"""Compress prompts by tokenwire's Python package, LoPace and tacc, each as its README says: sizes, times, and what is lost.

usage: scripts/measure/python_prompts.py [--quick] [page]           (from the repository's root; some minutes)
writes docs/measured/prompts.csv, and from it the tables "Prompts in Python" of docs/benchmarks.md; page: the tables alone
--quick: few messages, one round, prints the tables and writes nothing
$TOKENWIRE_CORPUS is the folder of the corpora, ../shared/corpus unless said; without it the samples are measured

needs: the package (bindings/python), and pip install lopace==0.1.5 tacc==0.1.0 tiktoken==0.14.0 zstandard
       (offline: fill TIKTOKEN_CACHE_DIR with ../shared/tools/fill_tiktoken_cache.py)
"""
import csv
import functools
import importlib.metadata
import json
import os
import pathlib
import platform
import statistics
import sys
import time

import benchmarks
import measurements

MEASURED = pathlib.Path("docs/measured/prompts.csv")
SAMPLES = pathlib.Path("examples/data/completions.jsonl")
ENCODING = "o200k_base"
ROUNDS = 5
FLIPPED = 40  # Messages of which every bit is flipped.
FLIPPED_BYTES = 300
# What compressors of prompts have been seen to lose; committed, unlike the corpora.
ADVERSARIAL = {
    "empty": "",
    "special token": "Stop at <|endoftext|>, please.",
    "chat template": "<|im_start|>system\nBe kind.<|im_end|>",
    "lone surrogate": "half a pair: \ud83d",
    "zeros": "a\0b\0\0",
    "line ends": "a\r\nb\rc\u2028d",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈",
    "scripts": "你好, Привет, שלום, नमस्ते, สวัสดี",
}


def peers():
    """Name -> (compress, decompress), text in and text out."""
    import tokenwire

    found = {}
    for method in tokenwire.prompts.METHODS:
        compress = functools.partial(tokenwire.compress, method=method, encoding=ENCODING)
        found[f"tokenwire {method}"] = compress, tokenwire.decompress
    return found | lopace_peers() | tacc_peers()


def lopace_peers():
    import lopace

    found = {}
    for encoding in ("cl100k_base", ENCODING):  # The first is LoPace's own choice.
        compressor = lopace.PromptCompressor(model=encoding, zstd_level=15)
        for method in lopace.CompressionMethod:
            name = "lopace zstd" if method.value == "zstd" else f"lopace {method.value}, {encoding}"
            found[name] = (functools.partial(compressor.compress, method=method),
                           functools.partial(compressor.decompress, method=method))
    return found


def tacc_peers():
    import tacc
    import tiktoken

    tokenizer, codec = tiktoken.get_encoding(ENCODING), tacc.Codec(ENCODING)
    return {
        f"tiktoken, tacc{' with gzip' * gzip}": (
            lambda text, gzip=gzip: codec.encode_token_ids(tokenizer.encode_ordinary(text), gzip=gzip),
            lambda blob, gzip=gzip: tokenizer.decode(codec.decode_token_ids(blob, gzip=gzip)))
        for gzip in (False, True)
    }


def messages():
    """Name of the set, and its texts."""
    file = pathlib.Path(os.environ.get("TOKENWIRE_CORPUS", "../shared/corpus"), "dev", "chat-en.jsonl.zst")
    if not file.exists():
        return "samples", [json.loads(line)["text"] for line in SAMPLES.read_text(encoding="utf-8").splitlines()]
    import zstandard

    with open(file, "rb") as packed:
        data = zstandard.ZstdDecompressor().stream_reader(packed).read()
    return "chat-en", [json.loads(line)["t"] for line in data.decode().splitlines()]


def attempt(work, *arguments):
    """What it gives, or None if it raises; a panic of Rust is no Exception."""
    try:
        return work(*arguments)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        return None


def losses(compress, decompress, texts):
    """How many of the texts raise when they are compressed, and how many come back as others or not at all."""
    raised = changed = 0
    for text in texts:
        blob = attempt(compress, text)
        raised += blob is None
        changed += blob is not None and attempt(decompress, blob) != text
    return raised, changed


def flips(compress, decompress, texts):
    """Single bits flipped: how many, and after how many a wrong text came without a word."""
    tried = unnoticed = 0
    for text in texts:
        blob = compress(text)
        for bit in range(8 * len(blob)):
            changed = bytearray(blob)
            changed[bit // 8] ^= 1 << bit % 8
            got = attempt(decompress, bytes(changed))
            tried += 1
            unnoticed += got is not None and got != text
    return tried, unnoticed


def times(compress, decompress, texts):
    """The processor's time there and back, so that others on this machine count for less; all of them use one thread."""
    begin = time.process_time()
    blobs = [compress(text) for text in texts]
    middle = time.process_time()
    for blob in blobs:
        decompress(blob)
    return middle - begin, time.process_time() - middle


def measured(quick):
    name, texts = messages()
    texts = texts[:100] if quick else texts
    found = peers()
    sound = {peer: [text for text in texts if attempt(both[0], text) is not None] for peer, both in found.items()}
    rounds = [{peer: times(*both, sound[peer]) for peer, both in found.items()} for _ in range(1 if quick else ROUNDS)]
    short = [text for text in texts if 0 < len(text.encode()) <= FLIPPED_BYTES][: 2 if quick else FLIPPED]
    for peer, (compress, decompress) in found.items():
        print(peer, flush=True)
        sizes = [(len(text.encode()), len(compress(text))) for text in sound[peer]]
        seconds = [statistics.median(turn[peer][way] for turn in rounds) for way in (0, 1)]
        yield {
            "set": name, "messages": len(texts), "text_bytes": sum(size for size, _ in sizes), "method": peer,
            "bytes": sum(size for _, size in sizes),
            "ratio": f"{sum(a for a, _ in sizes) / sum(b for _, b in sizes):.3f}",
            "median_ratio": f"{statistics.median(a / b for a, b in sizes):.3f}",
            "compress_ms": f"{1000 * seconds[0]:.1f}", "decompress_ms": f"{1000 * seconds[1]:.1f}",
            **dict(zip(("raised", "changed"), losses(compress, decompress, texts))), "nasty": len(ADVERSARIAL),
            **dict(zip(("nasty_raised", "nasty_changed"), losses(compress, decompress, ADVERSARIAL.values()))),
            **dict(zip(("flips", "flips_unnoticed"), flips(compress, decompress, short))),
        }


def tables(rows):
    first = rows[0]
    auto = next(row for row in rows if row["method"] == "tokenwire auto")
    sizes, lost = [], []
    for row in rows:
        rates = [f"{int(row['text_bytes']) / 1000 / float(row[key]):,.1f}" for key in ("compress_ms", "decompress_ms")]
        beside = f"{int(row['bytes']) / int(auto['bytes']):.2f}"
        sizes.append([row["method"], f"{int(row['bytes']):,}", beside, f"{float(row['ratio']):.2f}",
                      f"{float(row['median_ratio']):.2f}", *rates])
        share = 100 * int(row["flips_unnoticed"]) / int(row["flips"])
        lost.append([row["method"], row["raised"], row["changed"], row["nasty_raised"], row["nasty_changed"],
                     f"{int(row['flips_unnoticed']):,} of {int(row['flips']):,}", f"{share:.1f} %"])
    head = (f"{first['set']}: {int(first['messages']):,} messages, {int(first['text_bytes']):,} bytes of text, "
            "each by itself.")
    by_size = ["text and back", "bytes", "x auto", "ratio", "median ratio", "MB/s there", "MB/s back"]
    by_loss = ["what is lost", "messages that raise", "do not round-trip", f"of {first['nasty']} adversarial texts raise",
               "do not round-trip", "flipped bits that give a wrong text", "share"]
    return "\n\n".join([head, benchmarks.table(by_size, sizes), benchmarks.table(by_loss, lost)])


def page():
    with open(MEASURED, newline="") as file:
        benchmarks.fill("prompts", tables(list(csv.DictReader(file))))


def machine():
    import tokenwire

    named = [f"{name} {importlib.metadata.version(name)}" for name in ("lopace", "tacc", "tiktoken", "zstandard")]
    versions = ", ".join([f"Python {platform.python_version()}", f"tokenwire {tokenwire.__version__}", *named])
    return f"`scripts/measure/python_prompts.py` on: {measurements.machine()}; {versions}."


def main():
    arguments = sys.argv[1:]
    if set(arguments) - {"--quick", "page"}:
        sys.exit(__doc__)
    if arguments == ["page"]:
        page()
        return
    benchmarks.on_one_core()
    rows = list(measured("--quick" in arguments))
    if "--quick" in arguments:
        print(tables(rows))
        return
    with open(MEASURED, "w", newline="") as file:
        table = csv.DictWriter(file, rows[0], lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    benchmarks.fill("prompts-machine", machine())
    page()


if __name__ == "__main__":
    main()
