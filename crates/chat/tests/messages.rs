//! All messages of the crate are in the committed file `messages.txt`. A new or changed message fails this test.
//!
//! `TOKENWIRE_WRITE_MESSAGES=1 cargo test -p tokenwire-chat --test messages` rewrites the file.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

#[path = "common/source_messages.rs"]
mod source_messages;

#[test]
fn all_messages_are_in_the_committed_file() {
    let lines = source_messages::source_lines(env!("CARGO_MANIFEST_DIR"), &["src"]);
    source_messages::compare(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/messages.txt"), &lines);
}
