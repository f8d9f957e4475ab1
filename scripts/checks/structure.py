#!/usr/bin/env python3
"""Checks that there are no circular imports, that no file is too long and that the command's files are not too short.

usage: scripts/checks/structure.py [--self-test]           (from the repository's root)
"""
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import python_modules
import rust_modules

# Lines of a file, and of the median file of the command.
MAX_LINES = 500
COMMAND, MIN_MEDIAN_LINES = "crates/cli/src", 90
PYTHON = "bindings/python/python/tokenwire"


def roots(files):
    """Yields the root files of crates: libraries, commands, build scripts, and each test, bench and example."""
    for file in files:
        folder = file.parent.name
        is_root = file.name in {"lib.rs", "main.rs"} and folder == "src" or file.name == "build.rs"
        if is_root or folder in {"tests", "benches", "examples"}:
            yield file


def cycles(uses):
    """Returns the groups of files that import each other, directly or indirectly.

    These are the strongly connected components, which Tarjan's algorithm finds with one depth-first search. `index` is
    the order of the first visit; `low` is the lowest index that a file reaches over files on the stack. A file whose
    `low` is its own `index` cannot reach an earlier file, so the files above it on the stack form a group with it. With
    a -> b -> c -> b: c reaches b, so low[c] = index[b]; the group {b, c} is complete when the visit of b ends.
    """
    targets = {}
    for file, other in uses:
        targets.setdefault(file, []).append(other)
    index, low, stack, groups = {}, {}, [], []

    def visit(file):
        index[file] = low[file] = len(index)
        stack.append(file)
        for other in targets.get(file, []):
            if other not in index:
                visit(other)
            if other in stack:
                low[file] = min(low[file], low[other])
        if low[file] == index[file]:
            group = stack[stack.index(file) :]
            del stack[stack.index(file) :]
            if len(group) > 1:
                groups.append(sorted(group))

    for file in sorted(targets):
        if file not in index:
            visit(file)
    return groups


def cycle_reports(uses):
    """Yields a report of each cycle: the items that each file uses from the others, with the first line of a use."""
    for group in cycles(uses):
        lines = [f"circular imports between {len(group)} files:"]
        for (file, other), items in sorted(uses.items()):
            if file in group and other in group:
                where = f"{display_path(file)}:{min(items.values())}"
                lines.append(f"   {where} uses {', '.join(sorted(items))} from {display_path(other)}")
        yield "\n".join(lines)


def display_path(file):
    return os.path.relpath(file)


def length(file):
    return file.read_bytes().count(b"\n")


def length_reports(files):
    for file in files:
        if length(file) > MAX_LINES:
            yield f"{display_path(file)} has {length(file)} lines, more than {MAX_LINES}; split it"
    command = [length(file) for file in files if COMMAND in file.as_posix()]
    if command and statistics.median(command) < MIN_MEDIAN_LINES:
        median = f"the median of {len(command)} files is {statistics.median(command):g} lines"
        yield f"{COMMAND}: {median}, less than {MIN_MEDIAN_LINES}; merge some files"


def reports(folder, files):
    """Yields a report of each violation in these Rust files and in the Python package below the folder."""
    for place in COMMAND, PYTHON:
        if not (folder / place).is_dir():
            yield f"{place} does not exist; correct the path in this script"
    reported = set()
    for root in roots(files):
        for report in cycle_reports(rust_modules.uses(rust_modules.read_crate(root))):
            if report not in reported:  # test crates share files
                reported.add(report)
                yield report
    yield from cycle_reports(python_modules.uses(folder / PYTHON))
    yield from length_reports(files)


def rust_files(folder):
    """Returns the Rust files that git tracks or would track."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.rs"], cwd=folder, check=True, capture_output=True)
    files = [folder / name for name in listed.stdout.decode().splitlines()]
    return [file for file in files if file.exists()]


def main():
    folder = Path.cwd()
    violations = list(reports(folder, rust_files(folder)))
    print("\n".join(violations) or "   no circular imports; no file is too long")
    return len(violations) > 0


# Crates for the self-test: whether each has a cycle, and its files.
SAMPLES = {
    "one_way": (False, {"lib.rs": "mod a; mod b; pub use a::A;", "a.rs": "pub struct A;", "b.rs": "use crate::A;"}),
    "siblings": (True, {"lib.rs": "mod a; mod b;", "a.rs": "use crate::b::B; pub struct A;", "b.rs": "use super::a::A; pub struct B;"}),
    "through_a_re_export": (
        True,
        {"lib.rs": "mod a; mod b; pub use a::A; pub use b::B;", "a.rs": "use crate::B; pub struct A;", "b.rs": "use crate::A; pub struct B;"},
    ),
    "three": (
        True,
        {
            "lib.rs": "mod a; mod b; mod c;",
            "a.rs": "use crate::b::B; pub struct A;",
            "b.rs": "pub struct B(crate::c::C);",
            "c.rs": "pub fn c() { use crate::a; a::A; } pub struct C;",
        },
    ),
    "child_of_a_user": (
        True,
        {"lib.rs": "mod a;", "a.rs": "mod inner; use inner::B; pub struct A;", "a/inner.rs": "use super::A; pub struct B;"},
    ),
    "child_of_a_declarer": (
        False,
        {"lib.rs": "mod a;", "a.rs": "mod inner; pub use inner::B; pub struct A;", "a/inner.rs": "use super::A; pub struct B;"},
    ),
    "sibling_through_the_parent": (
        False,
        {"lib.rs": "mod a;", "a.rs": "mod b; mod c; pub use b::B; pub use c::C;", "a/b.rs": "pub struct B;", "a/c.rs": "use super::B; pub struct C;"},
    ),
    "glob": (True, {"lib.rs": "mod a; mod b;", "a.rs": "use crate::b::*; pub struct A(B);", "b.rs": "pub struct B(crate::a::A);"}),
    "tests_and_comments_do_not_count": (
        False,
        {
            "lib.rs": "mod a; mod b;",
            "a.rs": "// crate::b::B\n/* crate::b::B */ const S: &str = r#\"crate::b::B \"#; pub struct A;\n#[cfg(test)] mod tests { use crate::b::B; }",
            "b.rs": "use crate::a::A; pub struct B<'a>(&'a A, char); const C: char = '\"';",
        },
    ),
    "attribute": (
        True,
        {"lib.rs": "mod a;", "a.rs": "mod b; pub struct A(b::B); fn parse() {}", "a/b.rs": "pub struct B { #[arg(value_parser = super::parse)] b: u8 }"},
    ),
}
PYTHON_SAMPLES = {
    "py_one_way": (False, {"__init__.py": "from .a import A", "a.py": "A = 1", "b.py": "from . import A"}),
    "py_cycle": (True, {"__init__.py": "", "a.py": "def f():\n    from .b import B\n", "b.py": "from .a import f\nB = 1"}),
}


def self_test():
    """Runs the check on sample trees. It must report their violations and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        for name, (is_cyclic, files) in {**SAMPLES, **PYTHON_SAMPLES}.items():
            for file, text in files.items():
                path = Path(folder, name, file)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            root = Path(folder, name)
            python = name in PYTHON_SAMPLES
            uses = python_modules.uses(root) if python else rust_modules.uses(rust_modules.read_crate(root / "lib.rs"))
            assert bool(list(cycle_reports(uses))) == is_cyclic, (name, dict(uses))
        long = Path(folder, COMMAND, "long.rs")
        long.parent.mkdir(parents=True)
        long.write_text("\n" * (MAX_LINES + 1))
        short = [long.with_name(f"short{number}.rs") for number in range(2)]
        for file in short:
            file.write_text("\n" * (MIN_MEDIAN_LINES - 1))
        assert len(list(length_reports([long, *short]))) == 2
        assert not list(length_reports([Path(folder, "one_way", "lib.rs")]))
        assert len(list(reports(Path(folder, "one_way"), []))) == 2  # neither the command nor the Python package exists
    print("   the self-test found every violation")


if __name__ == "__main__":
    sys.exit(self_test() if "--self-test" in sys.argv[1:] else main())
