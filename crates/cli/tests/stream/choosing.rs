//! The flags that select the encoding, the table and the coder of a stream.

use crate::common::fails;
use crate::samples::{HI, fails_after, stream};
use serde_json::Value;
use std::fs;

/// Encodes `source` and returns the description of the stream's header.
fn header(args: &[&str], source: &str) -> String {
    let encoded = stream(&[&["encode"], args].concat(), source.as_bytes());
    let parts: Value = serde_json::from_slice(&stream(&["inspect", "--json"], &encoded)).unwrap();
    assert_eq!(parts[0]["kind"], "header");
    parts[0]["detail"].as_str().unwrap().to_owned()
}

#[test]
fn the_model_in_the_first_event_selects_the_encoding_unless_a_flag_does() {
    let from_model = |model: &str| format!("data: {{\"model\":\"{model}\",\"x\":\"Hi\"}}\n\n{HI}");
    assert!(header(&[], HI).contains("o200k_base"));
    assert!(header(&[], &from_model("gpt-4o-mini-2024-07-18")).contains("o200k_base"));
    assert!(header(&[], &from_model("gpt-4-0613")).contains("cl100k_base"));
    assert!(header(&[], &from_model("custom model")).contains("o200k_base"));
    assert!(header(&["--encoding", "p50k_base"], &from_model("gpt-4-0613")).contains("p50k_base"));
    assert!(header(&["--model", "gpt-4o"], &from_model("gpt-4-0613")).contains("o200k_base"));
    assert!(header(&["--table", "tacc-0.1.0", "--encoding", "o200k_base"], HI).contains("tacc-0.1.0/o200k"));
    assert!(header(&["--coder", "varint"], HI).contains("varint"));
    assert!(header(&["--coder", "prefix"], HI).contains("prefix"));
}

#[test]
fn rejects_unknown_and_conflicting_names() {
    fails(&["stream", "encode", "--encoding", "o200k"], b"", 2, "the nearest is `o200k_base`");
    fails(&["stream", "encode", "--model", "gpt4o"], b"", 2, "the nearest is `gpt-4o`");
    fails(&["stream", "encode", "--encoding", "gpt2", "--model", "gpt-4o"], b"", 2, "cannot be used with");
    fails(&["stream", "encode", "--table", "tacc-0.1.0"], b"", 2, "add --encoding or --model");
    fails(&["stream", "encode", "--table", "no such file"], b"", 1, "no such file: neither a release");
    fails(&["stream", "encode", "--coder", "thrift"], b"", 2, "possible values: varint, prefix");
    fails(&["stream", "decode", "--to", "u32"], b"", 2, "possible values: events, text, ids");
    fails(&["stream", "stats"], b"", 2, "<FILE>...");
    fails(&["stream"], b"", 2, "Usage:");
}

#[test]
fn flags_of_a_reader_must_agree_with_the_stream() {
    let encoded = stream(&["encode"], HI.as_bytes());
    for named in [&["--encoding", "o200k_base"][..], &["--table", "chat-2026", "--model", "gpt-4o"]] {
        assert_eq!(stream(&[&["decode"], named].concat(), &encoded), HI.as_bytes());
    }
    let other = ["stream", "decode", "--encoding", "gpt2"];
    fails(
        &other,
        &encoded,
        1,
        "the stream was written for the encoding o200k_base, not gpt2; omit --encoding",
    );
    let other = ["stream", "decode", "--table", "tacc-0.1.0", "--encoding", "o200k_base"];
    fails(
        &other,
        &encoded,
        1,
        "the stream was written with the table chat-2026/o200k, not the one of --table; omit",
    );
}

#[test]
fn writer_and_reader_must_name_a_custom_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.tsv");
    fs::write(&path, "# own: vocabulary size 200019; ids not listed have count 1\n12194\t9\n").unwrap();
    let own = ["--table", path.to_str().unwrap(), "--encoding", "o200k_base"];
    let encoded = stream(&[&["encode"], &own[..]].concat(), HI.as_bytes());
    assert_eq!(stream(&[&["decode"], &own[..]].concat(), &encoded), HI.as_bytes());
    assert_eq!(fails_after(&["decode"], &encoded, "; pass that table with --table FILE"), b"");
    // Without an encoding, text is stored as literals.
    let without_encoding = stream(&[&["encode"], &own[..2]].concat(), HI.as_bytes());
    assert_eq!(stream(&[&["decode", "--to", "text"], &own[..2]].concat(), &without_encoding), b"Hi there");
    fails(
        &[&["stream", "stats", "-"], &own[..2]].concat(),
        HI.as_bytes(),
        2,
        "tokens cannot be counted without the table's encoding",
    );
}
