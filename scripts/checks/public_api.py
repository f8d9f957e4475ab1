#!/usr/bin/env python3
"""Compare the public names of each library crate with the committed lists, docs/api/CRATE.txt.

usage: scripts/checks/public_api.py [--write]           (from the repository's root; --write replaces the lists)
needs: cargo install --locked cargo-public-api@0.52.0, which reads the rustdoc JSON of Rust 1.95; skipped without it

All features are on. Blanket and auto trait impls and derived impls are left out.
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
# The stable rustdoc writes JSON only with this variable. Cargo must not see it, or it would build dependencies again.
RUSTDOC = '#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec rustdoc "$@"\n'
TOOL = "0.52.0"
RUST = "1.95"


def missing():
    """Returns the tool or toolchain that the lists need and that is missing, or None."""
    if shutil.which("cargo-public-api") is None:
        return f"cargo-public-api: cargo install --locked cargo-public-api@{TOOL}"
    version = subprocess.run(["rustc", "--version"], check=True, capture_output=True, text=True).stdout
    return None if re.match(rf"rustc {re.escape(RUST)}\.", version) else f"Rust {RUST}, whose rustdoc JSON the tool reads"


def crates():
    """Returns the names of the workspace's libraries that are published."""
    command = ["cargo", "metadata", "--no-deps", "--format-version", "1"]
    packages = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["packages"]
    is_library = lambda package: any("lib" in target["kind"] for target in package["targets"])  # noqa: E731
    return sorted(package["name"] for package in packages if package["publish"] != [] and is_library(package))


def listing(crate, rustdoc):
    subprocess.run(
        ["cargo", "rustdoc", "--quiet", "--package", crate, "--lib", "--all-features",
         "--", "-Z", "unstable-options", "--output-format", "json"],
        check=True, env={**os.environ, "RUSTDOC": rustdoc},
    )
    file = Path(os.environ.get("CARGO_TARGET_DIR", "target"), "doc", f"{crate.replace('-', '_')}.json")
    command = ["cargo", "public-api", "--rustdoc-json", file, "--color", "never", "-sss"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def compare(crate, listed):
    """Prints how the list differs from the committed one, and returns whether it does."""
    file = FOLDER / f"{crate}.txt"
    committed = file.read_text() if file.exists() else ""
    difference = difflib.unified_diff(committed.splitlines(), listed.splitlines(), str(file), "now", lineterm="", n=0)
    lines = list(difference)
    print("\n".join(lines) if lines else f"   {crate}: {listed.count(chr(10))} lines, as committed")
    return bool(lines)


def main():
    if reason := missing():
        print(f"   skipped: needs {reason}")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        rustdoc = Path(folder, "rustdoc")
        rustdoc.write_text(RUSTDOC)
        rustdoc.chmod(0o755)
        lists = {crate: listing(crate, str(rustdoc)) for crate in crates()}
    if "--write" in sys.argv[1:]:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for crate, listed in lists.items():
            (FOLDER / f"{crate}.txt").write_text(listed)
            print(f"   {crate}: {listed.count(chr(10))} lines")
        return 0
    different = [compare(crate, listed) for crate, listed in lists.items()]
    if any(different):
        print("   the public names changed: if that is meant, run scripts/checks/public_api.py --write")
    return int(any(different))


if __name__ == "__main__":
    sys.exit(main())
