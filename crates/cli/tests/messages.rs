//! The texts of the command: every message in its sources, and the help of every subcommand.
//!
//! `messages.txt` and `help.txt` list the expected texts, so that each change shows up in review. To accept a change,
//! run these tests with the environment variable `TOKENWIRE_WRITE_MESSAGES=1`, which rewrites both files.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

#[path = "messages/help.rs"]
mod help;
#[path = "../../chat/tests/common/source_messages.rs"]
mod source_messages;

#[test]
fn all_messages_are_in_the_committed_file() {
    let mut lines = source_messages::source_lines(env!("CARGO_MANIFEST_DIR"), &["src"]);
    // The ends of help texts are in `help.txt`.
    lines.retain(|line| !line.contains(".rs: Examples:"));
    source_messages::compare(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/messages.txt"), &lines);
}

#[test]
fn the_help_of_every_subcommand_is_in_the_committed_file() {
    let lines: Vec<String> = help::of_all_subcommands().lines().map(str::to_owned).collect();
    source_messages::compare(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/help.txt"), &lines);
}
