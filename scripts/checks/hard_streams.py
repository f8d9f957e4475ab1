#!/usr/bin/env python3
"""Checks the sizes of streams of the shapes that are hard to compress.

usage: scripts/checks/hard_streams.py [--seed N] [--folder DIR] [--exact] [--tokenwire FILE]
                                                           (from the repository's root)

Writes the streams of `scripts/data/hard_streams.py`, or takes those of a folder, and compares their sizes with the
limits below. Fails if a size exceeds its limit. The limits apply to ../shared/sse-hard. Streams with other words and
values may exceed them by 3 %; --exact allows no excess. Needs the command: FILE, or else that of the debug build, or
else that of the release build.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

GENERATOR = "scripts/data/hard_streams.py"
BUILDS = "target/debug/tokenwire", "target/release/tokenwire"
# With this seed, gzip-6 and zstd-3 compress each stream to the size of its original, give or take 3 %.
SEED = 11
TOLERANCE = 1.03

# The largest sizes of streams, in bytes.
LIMITS = {
    "anthropic-agent.sse": 35_000,
    "cohere-chat.sse": 447,
    "copilot-item-ids.sse": 26_500,
    "counting-ids.sse": 800,
    "deepseek-reasoning.sse": 965,
    "gemini-signatures.sse": 6_600,
    "llamacpp-timings.sse": 1_300,
    "mistral-padding.sse": 650,
    "new-id-each-event.sse": 3_250,
    "openrouter-reasoning.sse": 749,
    "perplexity-reasoning.sse": 3_000,
    "responses-agent.sse": 24_000,
}
# How many bytes larger any stream may be than the smaller of gzip-6 and zstd-3, flushed after each event.
MAX_EXCESS = 64
# The largest ratio of the sum of the streams to the sum of the smaller compressed sizes.
MAX_RATIO = 0.63
# Files with this prefix have no other limit than MAX_EXCESS and do not count in the sums.
LIVE = "live-"


def sizes(tokenwire, files):
    """Returns the size of each file as a stream, and the smaller size of the compressed events."""
    command = [tokenwire, "stream", "stats", "--json", *files]
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode:
        sys.exit(f"{tokenwire} stream stats failed: {ran.stderr}")
    rows = json.loads(ran.stdout)
    return {Path(row["file"]).name: (row["bytes"], min(row["gzip_flushed"], row["zstd_flushed"])) for row in rows}


def limited(measured, tolerance):
    """Yields the name, the size, the limit and the smaller compressed size of each file, and of their sum."""
    for name, (size, compressed) in measured.items():
        limit = min(LIMITS.get(name, sys.maxsize), compressed + MAX_EXCESS)
        yield name, size, int(limit * tolerance), compressed
    counted = [pair for name, pair in measured.items() if not name.startswith(LIVE)]
    size, compressed = map(sum, zip(*counted))
    yield f"sum without {LIVE}*", size, int(MAX_RATIO * compressed * tolerance), compressed


def report(rows):
    """Prints the rows as a table, and returns whether a size exceeds its limit."""
    print(f"{'file':32}{'stream':>9}{'limit':>9}{'smaller of gzip and zstd':>27}   (bytes)")
    for name, size, limit, compressed in rows:
        print(f"{name:32}{size:9}{limit:9}{compressed:27}{'   TOO LARGE' if size > limit else ''}")
    return any(size > limit for _, size, limit, _ in rows)


def check(tokenwire, folder, tolerance):
    files = sorted(path for path in folder.glob("*") if path.suffix in {".sse", ".txt"})
    missing = LIMITS.keys() - {path.name for path in files}
    if missing:
        sys.exit(f"{folder} lacks {', '.join(sorted(missing))}")
    return report(list(limited(sizes(tokenwire, files), tolerance)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--exact", action="store_true")
    parser.add_argument("--tokenwire", type=Path)
    options = parser.parse_args()
    tokenwire = options.tokenwire or next((Path(build) for build in BUILDS if Path(build).exists()), None)
    if tokenwire is None:
        sys.exit(f"none of {', '.join(BUILDS)} exists; run cargo build, or pass --tokenwire")
    tolerance = 1 if options.exact else TOLERANCE
    if options.folder:
        return check(tokenwire, options.folder, tolerance)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, GENERATOR, str(options.seed), folder], check=True)
        return check(tokenwire, Path(folder), tolerance)


if __name__ == "__main__":
    sys.exit(main())
