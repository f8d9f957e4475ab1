//! Compares every message of the library with the committed list `messages.txt`, so that each change is reviewed.
//!
//! The list has two parts. The first has the message of every error variant, with sample values. The second has
//! every text in the sources that can become part of a message, such as the `reason` of an error. A scan of the
//! sources collects these texts, so new ones appear in the list.
//!
//! To rewrite the list, run `TOKENWIRE_WRITE_MESSAGES=1 cargo test --test messages`.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};
use tokenwire::{Error, Fingerprint};

const WRITE: &str = "TOKENWIRE_WRITE_MESSAGES";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Errors of every variant. A variant with several messages occurs once for each.
fn errors() -> Vec<Error> {
    let fingerprint = |byte| Fingerprint([byte; 8]);
    let unknown_name =
        |feature| Error::UnknownName { kind: "encoding", name: "x".into(), feature, known: vec!["a", "b"] };
    let limit_exceeded = |what| Error::LimitExceeded { what, limit: 100 };
    vec![
        Error::Truncated { offset: 5 },
        Error::Invalid { offset: 5, reason: "REASON" },
        Error::NotCanonical { offset: 5, reason: "REASON" },
        Error::ExtraField { offset: 5 },
        Error::TrailingBytes { offset: 5 },
        Error::Gzip { offset: 5, reason: "REASON".into() },
        Error::Zstd { offset: 5, reason: "REASON".into() },
        limit_exceeded("bytes inside gzip"),
        limit_exceeded("bytes inside zstd"),
        limit_exceeded("bytes in a zstd frame of this length"),
        limit_exceeded("bytes of text in a gzip payload"),
        limit_exceeded("bytes of text in one document"),
        limit_exceeded("ids in one document"),
        limit_exceeded("items in one payload"),
        Error::UnknownId { position: 1, id: 300_000, size: 200_019 },
        Error::UnknownRank { position: 1, rank: 300_000, size: 200_019 },
        Error::UnknownMappedId { position: 1, mapped: -150_000, size: 200_019 },
        Error::NoBytes { position: 1, id: 200_000 },
        Error::UnknownToken { position: 1, token: b"caf\xe9".to_vec() },
        Error::NotUtf8 { offset: 5 },
        Error::NoVocabulary,
        unknown_name(None),
        unknown_name(Some("o200k")),
        Error::Unsupported { what: "version", number: 2, known: "version 1" },
        Error::Checksum { offset: 5 },
        Error::Aborted { offset: 5 },
        Error::WrongTable { expected: fingerprint(0x0a), given: None },
        Error::WrongTable { expected: fingerprint(0x0a), given: Some(fingerprint(0x0b)) },
        Error::NoTokenizer,
        Error::Counts { line: 5, reason: "REASON".into() },
    ]
}

/// Returns the name of an error's variant.
fn variant(error: &Error) -> String {
    format!("{error:?}").chars().take_while(|character| character.is_alphanumeric()).collect()
}

/// Returns all files with Rust source below a folder, in order.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let below = |path: PathBuf| if path.is_dir() { sources(&path) } else { vec![path] };
    let files = paths.into_iter().flat_map(below);
    files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// Returns all string literals of Rust source, each with the code between it and the literal before. Skips
/// comments, raw strings, byte strings and character literals.
fn literals(source: &str) -> Vec<(String, String)> {
    let (mut rest, mut code, mut found) = (source, String::new(), Vec::new());
    while let Some(first) = rest.chars().next() {
        let len = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("r\"") && !code.ends_with(char::is_alphanumeric) {
            3 + rest.get(2..).unwrap().find('"').unwrap()
        } else if first == '"' {
            let len = quoted_len(rest);
            let literal = rest.get(1..len - 1).unwrap();
            if code.ends_with('b') {
                code.clear();
            } else {
                found.push((std::mem::take(&mut code), unescaped(literal)));
            }
            len
        } else if first == '\'' {
            character_len(rest)
        } else {
            code.push(first);
            first.len_utf8()
        };
        rest = rest.get(len..).unwrap();
    }
    found
}

/// Returns the length of the string literal at the start of `source`, including its quotes.
fn quoted_len(source: &str) -> usize {
    let mut escaped = false;
    let end = source.char_indices().skip(1).find(|(_, character)| {
        let is_end = *character == '"' && !escaped;
        escaped = *character == '\\' && !escaped;
        is_end
    });
    end.unwrap().0 + 1
}

/// Returns the length of the character literal at the start of `source`, or 1 for the quote of a lifetime.
fn character_len(source: &str) -> usize {
    let mut characters = source.char_indices().skip(1);
    match (characters.next(), characters.next()) {
        (Some((_, '\\')), Some((escaped, _))) => {
            let after = escaped + 1;
            after + source.get(after..).unwrap().find('\'').unwrap() + 1
        }
        (Some(_), Some((end, '\''))) => end + 1,
        _ => 1,
    }
}

/// Joins the lines of a literal that a backslash continues, and removes the backslash before quotes.
fn unescaped(literal: &str) -> String {
    let mut lines = literal.split("\\\n");
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |text, line| text + line.trim_start()).replace("\\\"", "\"")
}

/// Returns whether a literal can become part of a message: it has several words, or it is assigned to a field that
/// messages contain.
fn is_message(code: &str, literal: &str) -> bool {
    let fields = ["reason: ", "what: ", "known: ", "kind: "];
    literal.contains(' ') || fields.iter().any(|field| code.ends_with(field))
}

/// Returns all texts in the library's sources that can become part of a message. Tests and the formatting of
/// [`Error`] are left out; the first part of the list covers the latter.
fn texts() -> BTreeSet<String> {
    let folder = root().join("src");
    let is_scanned = |path: &PathBuf| !path.ends_with("tests.rs") && !path.ends_with("error/display.rs");
    let sources =
        sources(&folder).into_iter().filter(is_scanned).map(|path| fs::read_to_string(path).unwrap());
    let literals = sources.flat_map(|source| {
        let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        literals(code)
    });
    literals
        .filter(|(code, literal)| is_message(code, literal))
        .map(|(_, literal)| literal.trim().to_owned())
        .collect()
}

/// Returns the lines of the list.
fn list() -> Vec<String> {
    let mut lines = vec![
        "# Messages of the library. To rewrite this list, run".into(),
        format!("# {WRITE}=1 cargo test --test messages"),
        String::new(),
        "## Errors, with sample values".into(),
        String::new(),
    ];
    lines.extend(errors().iter().map(|error| format!("{}: {error}", variant(error))));
    lines.extend([String::new(), "## Texts that become part of a message".into(), String::new()]);
    lines.extend(texts());
    lines
}

/// Returns the lines that only one of two lists has, marked with `-` and `+`.
fn difference(committed: &[&str], actual: &[String]) -> String {
    let removed = committed.iter().filter(|line| !actual.iter().any(|other| other == *line));
    let added = actual.iter().filter(|line| !committed.contains(&line.as_str()));
    removed.map(|line| format!("- {line}\n")).chain(added.map(|line| format!("+ {line}\n"))).collect()
}

#[test]
fn every_message_is_in_the_committed_list() {
    let path = root().join("tests/messages.txt");
    let actual = list();
    if env::var_os(WRITE).is_some() {
        fs::write(&path, actual.join("\n") + "\n").unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap();
    let committed: Vec<&str> = committed.lines().collect();
    assert!(
        committed == actual,
        "messages differ from tests/messages.txt:\n\n{}\nif this is intended, set {WRITE}=1 and run the test again, \
         then update the tests that expect the old text",
        difference(&committed, &actual)
    );
}

#[test]
fn the_list_has_every_variant() {
    let source = fs::read_to_string(root().join("src/error.rs")).unwrap();
    let (_, after) = source.split_once("pub enum Error {\n").unwrap();
    let (body, _) = after.split_once("\n}\n").unwrap();
    let lines = body.lines().filter_map(|line| line.strip_prefix("    "));
    let names = lines.filter(|line| line.starts_with(char::is_uppercase));
    let declared: BTreeSet<&str> = names
        .map(|line| line.split(|character: char| !character.is_alphanumeric()).next().unwrap())
        .collect();
    let listed: BTreeSet<String> = errors().iter().map(variant).collect();
    assert!(declared.len() > 20);
    assert!(declared.iter().eq(&listed), "declared: {declared:?}\nlisted: {listed:?}");
}

#[test]
fn the_scan_finds_multi_line_texts_and_skips_comments() {
    let source = concat!(
        "// \"a comment\"\nreason: \"one\" 'a' '\"' '\\'' b\"bytes here\" r\"raw text\" ",
        "what: \"two \\\n      words \\\"x\\\"\""
    );
    let found = literals(source);
    let texts: Vec<&str> = found.iter().map(|(_, literal)| literal.as_str()).collect();
    assert_eq!(texts, ["one", "two words \"x\""]);
    assert!(found.iter().all(|(code, literal)| is_message(code, literal)));
}
