#!/usr/bin/env python3
"""Compare prompt compression by tokenwire's Python package, LoPace and tacc: sizes, times, and lost or wrong texts.

usage: scripts/measure/python_prompts.py [--quick] [page]
  Run it from the repository's root. It takes some minutes. Each package is used as its README says.
page: rebuilds the tables from the committed figures, without measuring
--quick: few messages, one round; prints the tables and writes nothing
output: docs/measured/prompts.csv and the tables of docs/benchmarks.md, "Prompts"

$TOKENWIRE_CORPUS is the corpus folder (default: ../shared/corpus). Without it, the committed samples are measured.

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
# Messages of which every bit is flipped, and their largest size in bytes.
FLIPPED = 40
FLIPPED_BYTES = 300
# Texts that prompt compressors have been found to lose. They are committed, unlike the corpora.
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
    """Returns a dictionary: name -> functions that compress a text to bytes and decompress it."""
    import tokenwire

    methods = {}
    for method in tokenwire.prompts.METHODS:
        compress = functools.partial(tokenwire.compress, method=method, encoding=ENCODING)
        methods[f"tokenwire {method}"] = compress, tokenwire.decompress
    return methods | lopace_peers() | tacc_peers()


def lopace_peers():
    import lopace

    methods = {}
    for encoding in ("cl100k_base", ENCODING):  # The first is LoPace's default.
        compressor = lopace.PromptCompressor(model=encoding, zstd_level=15)
        for method in lopace.CompressionMethod:
            name = "lopace zstd" if method.value == "zstd" else f"lopace {method.value}, {encoding}"
            methods[name] = (functools.partial(compressor.compress, method=method),
                             functools.partial(compressor.decompress, method=method))
    return methods


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
    """Returns the name of the set, and its texts."""
    file = pathlib.Path(os.environ.get("TOKENWIRE_CORPUS", "../shared/corpus"), "dev", "chat-en.jsonl.zst")
    if not file.exists():
        return "samples", [json.loads(line)["text"] for line in SAMPLES.read_text(encoding="utf-8").splitlines()]
    import zstandard

    with open(file, "rb") as packed:
        data = zstandard.ZstdDecompressor().stream_reader(packed).read()
    return "chat-en", [json.loads(line)["t"] for line in data.decode().splitlines()]


def attempt(work, *arguments):
    """Returns the result of `work`, or None if it raises. A panic in Rust is a BaseException, not an Exception."""
    try:
        return work(*arguments)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        return None


def losses(compress, decompress, texts):
    """Returns how many texts raise when they are compressed, and how many do not round-trip."""
    raised = changed = 0
    for text in texts:
        blob = attempt(compress, text)
        raised += blob is None
        changed += blob is not None and attempt(decompress, blob) != text
    return raised, changed


def flips(compress, decompress, texts):
    """Flips every single bit. Returns the number of flips, and of those that give a wrong text without an error."""
    flipped = undetected = 0
    for text in texts:
        blob = compress(text)
        for bit in range(8 * len(blob)):
            changed = bytearray(blob)
            changed[bit // 8] ^= 1 << bit % 8
            result = attempt(decompress, bytes(changed))
            flipped += 1
            undetected += result is not None and result != text
    return flipped, undetected


def times(compress, decompress, texts):
    """Returns the CPU seconds of compression and decompression. All packages use one thread.

    Other programs on the machine affect CPU time less than wall time.
    """
    begin = time.process_time()
    blobs = [compress(text) for text in texts]
    middle = time.process_time()
    for blob in blobs:
        decompress(blob)
    return middle - begin, time.process_time() - middle


def measured(quick):
    name, texts = messages()
    texts = texts[:100] if quick else texts
    methods = peers()
    # A text that raises is no part of a method's times and sizes.
    compressible = {peer: [text for text in texts if attempt(compress, text) is not None]
                    for peer, (compress, _) in methods.items()}
    rounds = [{peer: times(*both, compressible[peer]) for peer, both in methods.items()}
              for _ in range(1 if quick else ROUNDS)]
    short = [text for text in texts if 0 < len(text.encode()) <= FLIPPED_BYTES][: 2 if quick else FLIPPED]
    for peer, (compress, decompress) in methods.items():
        print(peer, flush=True)
        sizes = [(len(text.encode()), len(compress(text))) for text in compressible[peer]]
        seconds = [statistics.median(turn[peer][direction] for turn in rounds) for direction in (0, 1)]
        yield {
            "set": name, "messages": len(texts), "text_bytes": sum(size for size, _ in sizes), "method": peer,
            "bytes": sum(size for _, size in sizes),
            "ratio": f"{sum(a for a, _ in sizes) / sum(b for _, b in sizes):.3f}",
            "median_ratio": f"{statistics.median(a / b for a, b in sizes):.3f}",
            "compress_ms": f"{1000 * seconds[0]:.1f}", "decompress_ms": f"{1000 * seconds[1]:.1f}",
            **dict(zip(("raised", "changed"), losses(compress, decompress, texts))),
            "adversarial": len(ADVERSARIAL),
            **dict(zip(("adversarial_raised", "adversarial_changed"),
                       losses(compress, decompress, ADVERSARIAL.values()))),
            **dict(zip(("flips", "flips_undetected"), flips(compress, decompress, short))),
        }


def tables(rows):
    first = rows[0]
    auto = next(row for row in rows if row["method"] == "tokenwire auto")
    sizes, failures = [], []
    for row in rows:
        rates = [f"{int(row['text_bytes']) / 1000 / float(row[key]):,.1f}" for key in ("compress_ms", "decompress_ms")]
        relative = f"{int(row['bytes']) / int(auto['bytes']):.2f}"
        sizes.append([row["method"], f"{int(row['bytes']):,}", relative, f"{float(row['ratio']):.2f}",
                      f"{float(row['median_ratio']):.2f}", *rates])
        share = 100 * int(row["flips_undetected"]) / int(row["flips"])
        failures.append([row["method"], row["raised"], row["changed"],
                         row["adversarial_raised"], row["adversarial_changed"],
                         f"{int(row['flips_undetected']):,} of {int(row['flips']):,}", f"{share:.1f} %"])
    head = (f"{first['set']}: {int(first['messages']):,} messages, {int(first['text_bytes']):,} bytes of text; "
            "each message is compressed by itself.")
    texts = f"of {first['adversarial']} adversarial texts"
    by_size = ["method", "bytes", "x tokenwire auto", "ratio", "median ratio", "compress, MB/s", "decompress, MB/s"]
    by_failure = ["method", "messages that raise", "messages that do not round-trip", f"{texts}, raise",
                  f"{texts}, do not round-trip", "flipped bits that give a wrong text", "share"]
    return "\n\n".join([head, benchmarks.table(by_size, sizes), benchmarks.table(by_failure, failures)])


def page():
    with open(MEASURED, newline="") as file:
        benchmarks.fill("prompts", tables(list(csv.DictReader(file))))


def machine():
    """Describes this machine and the versions of the packages."""
    import tokenwire

    peers = [f"{name} {importlib.metadata.version(name)}" for name in ("lopace", "tacc", "tiktoken", "zstandard")]
    versions = ", ".join([f"Python {platform.python_version()}", f"tokenwire {tokenwire.__version__}", *peers])
    return f"Measured on: {measurements.machine()}.\nVersions: {versions}."


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
