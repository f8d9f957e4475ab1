#!/usr/bin/env python3
"""Measure how many bytes each predictor and each form of a value saves, and fill in the table of docs/streams.md.

usage: scripts/measure/predictors.py [--check | RULE ...]
  Run it from the repository's root. It takes about ten minutes, because it compiles crates/chat once for each rule.
--check: measures nothing, and fails if a change that disables a rule does not fit the sources
RULE: measures only these rules, and prints the figures instead of writing them
output: docs/measured/predictors.csv and the table of rules in docs/streams.md

The script copies the repository to target/predictors. There it disables one rule at a time with a small change of the
encoder or of the predictors, and sums the sizes that crates/chat/examples/sizes.rs prints. A rule saves what the streams
of ../shared/sse and ../shared/sse-hard take more without it.
"""
import csv
import datetime
import os
import pathlib
import subprocess
import sys

import benchmarks
import charts
import measurements

COPY = pathlib.Path("target/predictors/source")
BUILD = pathlib.Path("target/predictors/build").resolve()
SOURCES = pathlib.Path("crates/chat/src")
FOLDERS = [pathlib.Path("../shared", name).resolve() for name in ("sse", "sse-hard")]
ABOUT = """Bytes that the streams take more without the rule, with one write per event and without padding:
`scripts/measure/predictors.py`, {}.

"""
HEADER = ["rule", *(f"saved on {folder.name}" for folder in FOLDERS), "saves most on"]
PREDICTOR, STRINGS, SPELLER = "lane/predictor.rs", "encoder/strings.rs", "encoder/speller.rs"


def never(file, condition):
    """Returns a change that makes a condition false."""
    return file, condition, f"false && {condition}"


def nothing(file, option):
    """Returns a change that makes an `Option` empty."""
    return file, option, f"{option}.filter(|_| false)"


# The changes that disable each rule: a file, a text in it, and what replaces the text.
RULES = {
    "fresh": [never(PREDICTOR, "!content.is_empty() && content == event.fresh")],
    "grown": [never(PREDICTOR, "!event.fresh.is_empty() && grown() == Some(event.fresh)")],
    "counter": [nothing(PREDICTOR, "count_on::difference(last, content)")],
    "utf8": [never(PREDICTOR, "event.write_utf8(*string, &mut utf8) && utf8 == content")],
    "ids": [never(PREDICTOR, "ints::read(content).as_deref() == Some(event.ids)")],
    "quotient": [nothing(PREDICTOR, "Self::explain_quotient(event, slot)")],
    "step of numbers": [(PREDICTOR, "quotient.unwrap_or_else(|| Self::explain_step(past, event, slot))",
                         "quotient.unwrap_or(Self::Same)")],
    "step of times": [(PREDICTOR, "Kind::Time => Self::explain_step(past, event, slot)", "Kind::Time => Self::Same")],
    "main text that grows": [nothing("encoder/main_slot.rs", "lane.and_then(|lane| self.grown_main(content, ids, lane))")],
    "packed characters": [(SPELLER, "MIN_RUN: usize = 12", "MIN_RUN: usize = 1 << 30"),
                          nothing(SPELLER, "starts.find(|at| content.get(*at..at + UUID_LEN).is_some_and(|text| Alphabet::Uuid.spells(text)))")],
    "template": [never("spelling.rs", "is_packed && template.0.len() + template.raw_len() <= MAX_TEMPLATE")],
    "reference to another slot": [nothing(STRINGS, "(0..index).find(|slot| content.len() >= MIN_REPEAT && is_same(slot))")],
    "reference to the history": [nothing(STRINGS, "self.session.history.find(content)"),
                                 (STRINGS, "&self.session.history, MIN_LONG_VALUE", "&self.session.history, usize::MAX")],
    "reference to text": [nothing(STRINGS, "self.session.text.find(text.as_bytes())")],
    "copies in literals": [("encoder/literal.rs", "&self.session.history, MIN_COPY", "&self.session.history, usize::MAX")],
    "literal with values in place": [("encoder/event_writer.rs", "extracted.is_some() && is_cheap", "extracted.is_some()")],
    "comparison with literals": [("encoder/event_writer.rs", "len <= CHEAP ||", "true ||")],
}


def update_copy():
    """Copies the files that differ. Unchanged files keep their times, so cargo does not compile them again."""
    listed = measurements.run("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    for file in filter(pathlib.Path.is_file, map(pathlib.Path, listed.split("\0"))):
        target = COPY / file
        if not target.exists() or target.read_bytes() != file.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())


def changed(path, text, replacement):
    """Returns a source with a text replaced. The text must occur once, so that no change of the source goes unnoticed."""
    source = path.read_text()
    if source.count(text) != 1:
        sys.exit(f"{path} contains `{text}` {source.count(text)} times; expected once")
    return source.replace(text, replacement)


def change(changes):
    """Applies changes to the copy."""
    for file, *texts in changes:
        path = COPY / SOURCES / file
        path.write_text(changed(path, *texts))


def check():
    """Fails if a change does not fit the sources."""
    for file, *texts in (change for changes in RULES.values() for change in changes):
        changed(SOURCES / file, *texts)


def restore(changes):
    for file, _, _ in changes:
        (COPY / SOURCES / file).write_bytes((SOURCES / file).read_bytes())


def sizes():
    """Compiles the copy, and returns the size of each stream by its path."""
    files = sorted(str(path) for folder in FOLDERS for path in folder.iterdir() if path.suffix != ".md")
    command = ["cargo", "run", "--quiet", "-p", "tokenwire-chat", "--example", "sizes", "--", *files]
    lines = measurements.run(*command, cwd=COPY, env=dict(os.environ, CARGO_TARGET_DIR=str(BUILD))).splitlines()
    return {pathlib.Path(path): int(size) for size, path in (line.split("\t") for line in lines)}


def row(rule, saved):
    """Returns the row of a rule that saves these bytes on each path."""
    sums = [sum(size for path, size in saved.items() if path.parent == folder) for folder in FOLDERS]
    most = max(saved, key=saved.get)
    return [rule, *sums, most.name if saved[most] > 0 else ""]


def measured(rules):
    """Yields the row of each rule."""
    update_copy()
    complete = sizes()
    for rule in rules:
        try:
            change(RULES[rule])
            without = sizes()
        finally:
            restore(RULES[rule])
        yield row(rule, {path: without[path] - size for path, size in complete.items()})


def table():
    """Returns the table of rules, those that save most first."""
    rows = [list(record.values()) for record in charts.rows("predictors")]
    rows.sort(key=lambda row: -sum(map(int, row[1:-1])))
    lines = [[rule, *(f"{int(size):,}" for size in saved), most or "-"] for rule, *saved, most in rows]
    return benchmarks.table(["rule", *(f"{column}, bytes" for column in HEADER[1:-1]), HEADER[-1]], lines)


def main(chosen):
    if chosen == ["--check"]:
        check()
        return
    if any(rule not in RULES for rule in chosen):
        sys.exit(__doc__ + "rules: " + ", ".join(RULES))
    rows = []
    for line in measured(chosen or RULES):
        rows.append(line)
        print(*line, sep=", ", flush=True)
    if not chosen:
        with open(charts.MEASURED / "predictors.csv", "w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([HEADER, *rows])
        benchmarks.fill("predictors", ABOUT.format(datetime.date.today()) + table(), pathlib.Path("docs/streams.md"))


if __name__ == "__main__":
    main(sys.argv[1:])
