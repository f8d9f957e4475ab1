//! Lists the messages in a crate's sources and compares them with a committed file, so that every new or changed text
//! is reviewed.
//!
//! A message is a string literal that contains a space, or that is the value of a field `reason`, `what` or `known`.
//! Comments, attributes, byte strings and the module `tests` at the end of a file are skipped:
//!
//! ```text
//! Err(Error::Invalid { offset, reason: "tokens" })   // "a comment"      -> tokens
//! out.extend(b"no message"); format!("{count} bytes"); "nospace"         -> {count} bytes
//! ```
//!
//! The other crates in this folder use this file too.

use std::fs;
use std::path::{Path, PathBuf};

/// The fields whose value is a message, even if it is one word.
const MESSAGE_FIELDS: [&str; 3] = ["reason", "what", "known"];

/// Returns a line for each message in these folders of a crate: the name of the file, and the message.
pub(crate) fn source_lines(crate_folder: &str, folders: &[&str]) -> Vec<String> {
    let (crate_folder, mut lines) = (Path::new(crate_folder), Vec::new());
    for file in folders.iter().flat_map(|folder| rust_files(&crate_folder.join(folder))) {
        let name = file.strip_prefix(crate_folder).unwrap().display().to_string().replace('\\', "/");
        let source = fs::read_to_string(&file).unwrap().replace("\r\n", "\n");
        for message in messages(&source) {
            let line = format!("{name}: {message}");
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    assert!(!lines.is_empty(), "found no message in {folders:?}");
    lines
}

/// Checks that a committed file contains exactly these lines.
///
/// With the environment variable `TOKENWIRE_WRITE_MESSAGES=1`, rewrites the file first.
pub(crate) fn compare(path: &str, lines: &[String]) {
    if std::env::var_os("TOKENWIRE_WRITE_MESSAGES").is_some() {
        fs::write(path, lines.join("\n") + "\n").unwrap();
    }
    let committed = fs::read_to_string(path).unwrap_or_default();
    let committed: Vec<&str> = committed.lines().collect();
    let removed = committed.iter().filter(|line| !lines.iter().any(|other| other == *line));
    let added = lines.iter().filter(|line| !committed.contains(&line.as_str()));
    let difference: Vec<String> =
        removed.map(|line| format!("- {line}")).chain(added.map(|line| format!("+ {line}"))).collect();
    assert!(
        committed == lines,
        "the texts or their order differ from {path}:\n{}\nif the new texts are right, run this test with \
         TOKENWIRE_WRITE_MESSAGES=1",
        difference.join("\n")
    );
}

/// Returns the Rust files in a folder and its subfolders, sorted. Modules named `tests` are skipped.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let files = |path: PathBuf| match path.extension() {
        _ if path.ends_with("tests") || path.ends_with("tests.rs") => Vec::new(),
        _ if path.is_dir() => rust_files(&path),
        Some(ending) if ending == "rs" => vec![path],
        _ => Vec::new(),
    };
    paths.into_iter().flat_map(files).collect()
}

/// Returns the messages in the source of a Rust file, as they are written there.
fn messages(source: &str) -> Vec<String> {
    let source = source.split("\nmod tests {").next().unwrap();
    let (mut messages, mut rest, mut last_word) = (Vec::new(), source, "");
    while let Some(first) = rest.chars().next() {
        let len = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '#' if rest.starts_with("#[") || rest.starts_with("#![") => attribute_len(rest),
            '\'' => char_len(rest),
            '"' => {
                let literal = string_len(rest);
                let text = &rest[1..literal - 1];
                if text.trim().contains(' ') || MESSAGE_FIELDS.contains(&last_word) {
                    messages.push(joined_lines(text));
                }
                literal
            }
            'r' | 'b' if !raw_or_byte_prefix(rest).is_empty() => {
                let prefix = raw_or_byte_prefix(rest);
                prefix.len() + raw_or_byte_len(&rest[prefix.len()..], prefix)
            }
            first if first.is_alphanumeric() || first == '_' => {
                let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
                let word = rest.find(|letter| !is_word(letter)).unwrap_or(rest.len());
                last_word = &rest[..word];
                word
            }
            ' ' | ':' => 1,
            first => {
                last_word = "";
                first.len_utf8()
            }
        };
        rest = &rest[len..];
    }
    messages
}

/// Returns the prefix of a raw or byte string, without its opening quote. Empty for anything else.
fn raw_or_byte_prefix(source: &str) -> &str {
    let letters = source.find(|letter| !matches!(letter, 'b' | 'r')).unwrap_or(source.len());
    let prefix = source[letters..].find(|letter| letter != '#').map_or(letters, |hashes| letters + hashes);
    if source[prefix..].starts_with('"') { &source[..prefix] } else { "" }
}

/// Returns the length of a raw or byte string from its opening quote on.
fn raw_or_byte_len(source: &str, prefix: &str) -> usize {
    if !prefix.contains('r') {
        return string_len(source);
    }
    let end = format!("\"{}", "#".repeat(prefix.matches('#').count()));
    1 + source[1..].find(&end).unwrap() + end.len()
}

/// Returns the length of a string from its opening quote on.
fn string_len(source: &str) -> usize {
    let mut escaped = false;
    let end = source.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.unwrap() + 2
}

/// Returns the length of a character literal, or of the apostrophe of a lifetime.
fn char_len(source: &str) -> usize {
    let mut characters = source.char_indices().skip(1);
    match (characters.next(), characters.next()) {
        (Some((_, '\\')), Some((start, escaped))) => {
            let after = start + escaped.len_utf8();
            after + source[after..].find('\'').unwrap() + 1
        }
        (Some(_), Some((end, '\''))) => end + 1,
        _ => 1,
    }
}

/// Returns the length of an attribute, which may contain brackets and strings.
fn attribute_len(source: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    loop {
        match source.as_bytes()[at] {
            b'[' => depth += 1,
            b']' if depth == 1 => return at + 1,
            b']' => depth -= 1,
            b'"' => at += string_len(&source[at..]) - 1,
            _ => {}
        }
        at += 1;
    }
}

/// Joins the lines of a literal that ends lines with backslashes.
fn joined_lines(text: &str) -> String {
    let mut lines = text.split("\\\n");
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |joined, line| joined + line.trim_start()).replace('\n', "\\n")
}

#[test]
fn finds_messages_and_skips_other_literals() {
    let source = r##"
//! "a comment"
#[doc(alias = "an alias ]")]
fn f<'a>(_: &'a str) -> [char; 3] {
    out.extend(b"no message"); out.extend(r#"no "message" either"#); "nospace"; " nospace"
    Err(Error::Invalid { offset, reason: "tokens" }); g("a \"quoted\" \
        text"); ['"', '\'', '\u{7f}']; "last message"
}

#[cfg(test)]
mod tests {
    const TEXT: &str = "a test";
"##;
    assert_eq!(messages(source), ["tokens", "a \\\"quoted\\\" text", "last message"]);
}
