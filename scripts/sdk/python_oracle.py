#!/usr/bin/env python3
"""Compares tokenwire with the real Python packages: ids of texts with tiktoken 0.14.0, payloads of ids with tacc 0.1.0.

usage: scripts/sdk/python_oracle.py samples
           writes tests/golden/tiktoken-0.14.0.jsonl: tiktoken's ids of the committed samples
       scripts/sdk/python_oracle.py corpus TOKENWIRE FILE.jsonl.zst...
           encodes and decodes each text (field `t`) in all seven encodings with the command TOKENWIRE, and compares

needs: pip install tiktoken==0.14.0 tacc==0.1.0 zstandard
       (offline: fill TIKTOKEN_CACHE_DIR with ../shared/tools/fill_tiktoken_cache.py)
"""
import concurrent.futures
import hashlib
import json
import pathlib
import subprocess
import sys

import tiktoken

ENCODINGS = ["cl100k_base", "gpt2", "o200k_base", "o200k_harmony", "p50k_base", "p50k_edit", "r50k_base"]
SAMPLES = pathlib.Path("examples/data/completions.jsonl")
GOLDEN = pathlib.Path("tests/golden/tiktoken-0.14.0.jsonl")
# Each of the other three encodings tokenizes ordinary text like one of these.
DISTINCT = ["cl100k_base", "o200k_base", "p50k_base", "r50k_base"]


def samples():
    with GOLDEN.open("w") as out:
        for line in SAMPLES.read_text(encoding="utf-8").splitlines():
            sample = json.loads(line)
            text = sample["text"]
            entry = {"name": sample["name"], "sha256": hashlib.sha256(text.encode()).hexdigest()}
            for name in DISTINCT:
                entry[name] = tiktoken.get_encoding(name).encode_ordinary(text)
            out.write(json.dumps(entry, separators=(",", ":")) + "\n")


def texts(path):
    """Returns the texts of a corpus file."""
    import zstandard

    with open(path, "rb") as file:
        data = zstandard.ZstdDecompressor().stream_reader(file).read()
    return [json.loads(line)["t"] for line in data.decode().splitlines()]


def run(command, mode, encoding, data):
    arguments = [command, mode, "--format", "payload", "--encoding", encoding]
    return subprocess.run(arguments, input=data, stdout=subprocess.PIPE, check=True).stdout


def agrees(command, encoding, text, payload):
    """Whether the command encodes the text to the payload and decodes the payload to the text."""
    data = text.encode()
    return run(command, "encode", encoding, data) == payload and run(command, "decode", encoding, payload) == data


def corpus(command, files):
    import tacc

    bad = 0
    for path in files:
        messages = texts(path)
        for name in ENCODINGS:
            tokenizer, codec = tiktoken.get_encoding(name), tacc.Codec(name)
            ids = [tokenizer.encode_ordinary(text) for text in messages]
            payloads = [codec.encode_token_ids(message) for message in ids]
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                same = list(pool.map(lambda pair: agrees(command, name, *pair), zip(messages, payloads)))
            bad += same.count(False)
            size = sum(len(text.encode()) for text in messages)
            print(f"{pathlib.Path(path).name} {name}: {same.count(True)} of {len(same)} messages agree "
                  f"({size} bytes of text, {sum(map(len, ids))} tokens, {sum(map(len, payloads))} bytes of payload)",
                  flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["samples"]:
        samples()
    elif sys.argv[1:2] == ["corpus"] and len(sys.argv) > 3:
        sys.exit(corpus(sys.argv[2], sys.argv[3:]))
    else:
        sys.exit(__doc__)
