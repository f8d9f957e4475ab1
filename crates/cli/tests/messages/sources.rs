//! The messages in the sources of the command.

use crate::literals::literals;
use std::fs;
use std::path::{Path, PathBuf};

const HEADING: &str = "\
# Every text with words in the sources of the command: errors, warnings, findings, notes, reports, and a few
# texts of protocols. tests/messages.rs collects them, and rewrites this file with TOKENWIRE_WRITE_MESSAGES=1.
# `{}` stands for a value. Messages of the libraries are not listed here.
";

/// Returns the texts of all source files, under the path of each file.
///
/// All string literals are collected, and not only those in calls such as `CliError::Failed(...)`, because many texts
/// are constants, match arms or reasons that another function completes.
pub(crate) fn messages() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = source_files(&folder.join("src"));
    let sections = files.iter().map(|file| {
        let name = file.strip_prefix(folder).unwrap().display().to_string().replace('\\', "/");
        section(&name, &fs::read_to_string(file).unwrap())
    });
    HEADING.to_owned() + &sections.collect::<String>()
}

/// Returns the source files in the folder in a fixed order, without files of tests.
fn source_files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.retain(|path| path.file_stem().unwrap() != "tests");
    paths.into_iter().flat_map(|path| if path.is_dir() { source_files(&path) } else { vec![path] }).collect()
}

/// Returns the name of the file and its texts, or nothing if it has none.
fn section(name: &str, source: &str) -> String {
    let texts = literals(source).into_iter().filter(|text| has_words(text) && !is_help(text));
    let lines: String = texts.map(|text| format!("    \"{text}\"\n")).collect();
    if lines.is_empty() { lines } else { format!("\n{name}\n{lines}") }
}

/// Returns whether the text contains a blank, and a word of two letters outside of placeholders.
fn has_words(text: &str) -> bool {
    let mut depth = 0_usize;
    let plain = text.chars().filter(|letter| {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    let plain: Vec<char> = plain.collect();
    let has_word = plain.windows(2).any(|pair| pair.iter().all(char::is_ascii_alphabetic));
    has_word && plain.contains(&' ')
}

/// Returns whether the text is the end of a help text, which `help.txt` contains.
fn is_help(text: &str) -> bool {
    text.starts_with("Examples:")
}
