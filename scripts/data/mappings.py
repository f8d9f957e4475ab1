#!/usr/bin/env python3
"""Rewrites mappings/ from the published packages tiktoken 0.14.0 and tacc 0.1.0.

usage: scripts/data/mappings.py TACC     (from the repository's root)
TACC is the unpacked source of tacc 0.1.0: pip download --no-binary :all: --no-deps tacc==0.1.0
needs: pip install tiktoken==0.14.0 (offline: with TIKTOKEN_CACHE_DIR filled)
"""
import base64
import json
import pathlib
import subprocess
import sys

import tiktoken
from tiktoken.model import MODEL_PREFIX_TO_ENCODING, MODEL_TO_ENCODING

MAPPINGS = pathlib.Path("mappings")
ENCODINGS = ["cl100k_base", "gpt2", "o200k_base", "o200k_harmony", "p50k_base", "p50k_edit", "r50k_base"]
# Table -> the largest encoding that uses it.
TABLES = {"cl100k": "cl100k_base", "o200k": "o200k_harmony", "p50k": "p50k_edit", "r50k": "r50k_base"}


def counts(tacc):
    for table, encoding in TABLES.items():
        lines = (tacc / "src/data" / f"{encoding}.jsonl").read_text(encoding="utf-8").splitlines()
        entries = [json.loads(line) for line in lines if line.strip()]
        listed = [(entry["token_id"], entry["count"]) for entry in entries if entry.get("count")]
        listed.sort(key=lambda pair: (-pair[1], pair[0]))
        header = (f"# {table}: token counts published in tacc 0.1.0 (MIT); vocabulary size "
                  f"{tiktoken.get_encoding(encoding).n_vocab}; ids not listed have count 0")
        rows = [header] + [f"{token_id}\t{count}" for token_id, count in listed]
        (MAPPINGS / "tacc-0.1.0" / f"{table}.tsv").write_text("\n".join(rows) + "\n")


def vocab_lines(encoding):
    ranks = tiktoken.get_encoding(encoding)._mergeable_ranks
    ordered = sorted(ranks.items(), key=lambda pair: pair[1])
    return [f"{base64.b64encode(token).decode()} {rank}\n" for token, rank in ordered]


def vocabularies():
    for encoding in ("cl100k_base", "o200k_base", "r50k_base"):
        (MAPPINGS / "vocab" / f"{encoding}.tiktoken").write_text("".join(vocab_lines(encoding)))
    shared, whole = vocab_lines("r50k_base"), vocab_lines("p50k_base")
    assert whole[: len(shared)] == shared
    (MAPPINGS / "vocab/p50k_base.extra.tiktoken").write_text("".join(whole[len(shared) :]))


def encodings():
    """Rewrites the sizes and special tokens. The purpose and the vocabulary of each encoding stay unchanged."""
    path = MAPPINGS / "encodings.tsv"
    header, *old = path.read_text().splitlines()
    unchanged = [row for row in old if row.split("\t")[1] in ("about", "vocabulary")]
    rows = [header]
    for encoding in ENCODINGS:
        rows += [row for row in unchanged if row.split("\t")[0] == encoding]
        tokens = tiktoken.get_encoding(encoding)
        rows.append(f"{encoding}\tsize\t{tokens.n_vocab}")
        order = sorted(tokens._special_tokens.items(), key=lambda pair: (pair[1], pair[0].startswith("<|reserved"), pair[0]))
        rows += [f"{encoding}\t{token_id}\t{name}" for name, token_id in order]
    path.write_text("\n".join(rows) + "\n")


def models():
    prefixes = {name: encoding for name, encoding in MODEL_PREFIX_TO_ENCODING.items() if not name.startswith("ft:")}
    prefixes["codex-mini"] = "o200k_base"
    rows = ["# match\tmodel\tencoding: `exact` names first, then the first `prefix` that fits; `ft:BASE:...` is looked "
            "up as BASE"]
    rows += [f"exact\t{name}\t{encoding}" for name, encoding in MODEL_TO_ENCODING.items()]
    rows += [f"prefix\t{name}\t{encoding}" for name, encoding in prefixes.items()]
    (MAPPINGS / "models.tsv").write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    counts(pathlib.Path(sys.argv[1]))
    vocabularies()
    encodings()
    models()
    sys.exit(subprocess.run([sys.executable, "scripts/data/manifest.py"]).returncode)
