#!/usr/bin/env python3
"""Compares the public names of each library crate with the committed list docs/api/CRATE.txt.

usage: scripts/checks/public_api.py [--write]           (from the repository's root; --write replaces the lists)
needs: cargo install --locked cargo-public-api@0.52.0, which reads the rustdoc JSON of Rust 1.95; skipped without it

All features are enabled. Blanket impls, auto trait impls and derived impls are omitted.
"""
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path("docs/api")
# Stable rustdoc writes JSON only with this variable. Cargo must not see it, or it would rebuild all dependencies.
RUSTDOC = '#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec rustdoc "$@"\n'
TOOL = "0.52.0"
RUST = "1.95"


def missing():
    """Returns a description of the missing tool or toolchain, or None if all are installed."""
    if shutil.which("cargo-public-api") is None:
        return f"cargo-public-api: cargo install --locked cargo-public-api@{TOOL}"
    version = subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True).stdout
    return None if re.match(rf"rustc {re.escape(RUST)}\.", version) else f"Rust {RUST}, whose rustdoc JSON the tool reads"


def crates():
    """Returns the names of the published library crates of the workspace."""
    command = ["cargo", "metadata", "--no-deps", "--format-version", "1"]
    packages = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["packages"]
    is_library = lambda package: any("lib" in target["kind"] for target in package["targets"])  # noqa: E731
    return sorted(package["name"] for package in packages if package["publish"] != [] and is_library(package))


def write_json(rustdoc):
    """Writes the rustdoc JSON of every crate.

    A single cargo call with the features of the step "docs" rebuilds no dependency.
    """
    subprocess.run(
        ["cargo", "doc", "--quiet", "--workspace", "--lib", "--no-deps", "--all-features"],
        check=True,
        env={**os.environ, "RUSTDOC": rustdoc, "RUSTDOCFLAGS": "-Z unstable-options --output-format json"},
    )


def listing(crate):
    """Returns the public names of a crate, one per line, from its rustdoc JSON."""
    file = Path(os.environ.get("CARGO_TARGET_DIR", "target"), "doc", f"{crate.replace('-', '_')}.json")
    command = ["cargo", "public-api", "--rustdoc-json", file, "--color", "never", "-sss"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def compare(crate, listed):
    """Compares the list with the committed one, prints the differences and returns whether there are any."""
    file = FOLDER / f"{crate}.txt"
    committed = file.read_text() if file.exists() else ""
    difference = difflib.unified_diff(committed.splitlines(), listed.splitlines(), str(file), "now", lineterm="", n=0)
    lines = list(difference)
    print("\n".join(lines) if lines else f"   {crate}: {listed.count(chr(10))} lines, unchanged")
    return bool(lines)


def main():
    if reason := missing():
        print(f"   skipped: needs {reason}")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        rustdoc = Path(folder, "rustdoc")
        rustdoc.write_text(RUSTDOC)
        rustdoc.chmod(0o755)
        write_json(str(rustdoc))
    lists = {crate: listing(crate) for crate in crates()}
    if "--write" in sys.argv[1:]:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for crate, listed in lists.items():
            (FOLDER / f"{crate}.txt").write_text(listed)
            print(f"   {crate}: {listed.count(chr(10))} lines")
        return 0
    different = [compare(crate, listed) for crate, listed in lists.items()]
    if any(different):
        print("   the public names changed; if this is intended, run scripts/checks/public_api.py --write")
    return int(any(different))


if __name__ == "__main__":
    sys.exit(main())
