#!/usr/bin/env python3
"""Check that imports run one way, that no file is too long and that the command's files are not too short.

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

LONGEST = 500
COMMAND, SHORTEST_MEDIAN = "crates/cli/src", 90
PYTHON = "bindings/python/python/tokenwire"


def roots(files):
    """Returns the files where a crate begins: libraries, commands, build scripts, and each test, bench and example."""
    for file in files:
        folder = file.parent.name
        begins = file.name in {"lib.rs", "main.rs"} and folder == "src" or file.name == "build.rs"
        if begins or folder in {"tests", "benches", "examples"}:
            yield file


def circles(uses):
    """Returns the groups of files in which each one reaches each other (Tarjan's strongly connected components)."""
    after = {}
    for file, other in uses:
        after.setdefault(file, []).append(other)
    index, low, stack, groups = {}, {}, [], []

    def visit(file):
        index[file] = low[file] = len(index)
        stack.append(file)
        for other in after.get(file, []):
            if other not in index:
                visit(other)
            if other in stack:
                low[file] = min(low[file], low[other])
        if low[file] == index[file]:
            group = stack[stack.index(file) :]
            del stack[stack.index(file) :]
            if len(group) > 1:
                groups.append(sorted(group))

    for file in sorted(after):
        if file not in index:
            visit(file)
    return groups


def circle_reports(uses):
    """Yields a report of each circle: the items that each file uses of the others, and the first line of a use."""
    for group in circles(uses):
        lines = [f"circular imports between {len(group)} files:"]
        for (file, other), items in sorted(uses.items()):
            if file in group and other in group:
                where = f"{shown(file)}:{min(items.values())}"
                lines.append(f"   {where} uses {', '.join(sorted(items))} of {shown(other)}")
        yield "\n".join(lines)


def shown(file):
    return os.path.relpath(file)


def length(file):
    return file.read_bytes().count(b"\n")


def length_reports(files):
    for file in files:
        if length(file) > LONGEST:
            yield f"{shown(file)} has {length(file)} lines; the most is {LONGEST}"
    command = [length(file) for file in files if COMMAND in file.as_posix()]
    if command and statistics.median(command) < SHORTEST_MEDIAN:
        yield f"{COMMAND}: the median of {len(command)} files is {statistics.median(command):g} lines, below {SHORTEST_MEDIAN}"


def reports(folder, files):
    """Yields all violations in these Rust files and in the Python package in the folder."""
    for place in COMMAND, PYTHON:
        if not (folder / place).is_dir():
            yield f"{place} does not exist, so it cannot be checked"
    reported = set()
    for root in roots(files):
        for report in circle_reports(rust_modules.uses(rust_modules.read_crate(root))):
            if report not in reported:  # tests share files
                reported.add(report)
                yield report
    yield from circle_reports(python_modules.uses(folder / PYTHON))
    yield from length_reports(files)


def rust_files(folder):
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.rs"], cwd=folder, check=True, capture_output=True)
    files = [folder / name for name in listed.stdout.decode().splitlines()]
    return [file for file in files if file.exists()]


def main():
    folder = Path.cwd()
    wrong = list(reports(folder, rust_files(folder)))
    print("\n".join(wrong) or "   imports run one way; no file is too long")
    return len(wrong) > 0


# A made-up tree, and whether each of its crates has a circle.
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
    "py_circle": (True, {"__init__.py": "", "a.py": "def f():\n    from .b import B\n", "b.py": "from .a import f\nB = 1"}),
}


def self_test():
    """Runs the check on made-up trees: it must report their violations, and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        for name, (is_circle, files) in {**SAMPLES, **PYTHON_SAMPLES}.items():
            for file, text in files.items():
                path = Path(folder, name, file)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            root = Path(folder, name)
            python = name in PYTHON_SAMPLES
            uses = python_modules.uses(root) if python else rust_modules.uses(rust_modules.read_crate(root / "lib.rs"))
            assert bool(list(circle_reports(uses))) == is_circle, (name, dict(uses))
        long = Path(folder, COMMAND, "long.rs")
        long.parent.mkdir(parents=True)
        long.write_text("\n" * (LONGEST + 1))
        short = [long.with_name(f"short{number}.rs") for number in range(2)]
        for file in short:
            file.write_text("\n" * (SHORTEST_MEDIAN - 1))
        assert len(list(length_reports([long, *short]))) == 2
        assert not list(length_reports([Path(folder, "one_way", "lib.rs")]))
        assert len(list(reports(Path(folder, "one_way"), []))) == 2  # neither the command nor the Python package exists
    print("   the self-test found every violation")


if __name__ == "__main__":
    sys.exit(self_test() if "--self-test" in sys.argv[1:] else main())
