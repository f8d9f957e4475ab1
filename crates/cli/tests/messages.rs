//! The texts of the command: every message in its sources, and the help of every subcommand.
//!
//! `messages.txt` and `help.txt` list the expected texts, so that each change shows up in review. To accept a change,
//! run these tests with the environment variable `TOKENWIRE_WRITE_MESSAGES=1`, which rewrites both files.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

#[path = "messages/diff.rs"]
mod diff;
#[path = "messages/help.rs"]
mod help;
#[path = "messages/literals.rs"]
mod literals;
#[path = "messages/sources.rs"]
mod sources;

use std::path::Path;
use std::{env, fs};

const WRITE: &str = "TOKENWIRE_WRITE_MESSAGES";

#[test]
fn messages_txt_lists_every_message() {
    check("messages.txt", &sources::messages());
}

#[test]
fn help_txt_holds_the_help_of_every_subcommand() {
    check("help.txt", &help::of_all_subcommands());
}

/// Compares a committed file with the actual text, or rewrites the file if [`WRITE`] is set.
fn check(file: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(file);
    if env::var_os(WRITE).is_some_and(|value| value == "1") {
        return fs::write(path, actual).unwrap();
    }
    let expected = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        expected == actual,
        "tests/{file} differs from the command; if the change is intended, rewrite the file with {WRITE}=1:\n{}",
        diff::lines(&expected, actual)
    );
}
