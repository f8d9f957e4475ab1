//! Streams of ids: input over the limit of a document round-trips, and errors state the cause.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

mod common;

use common::{fails, run, stderr, succeeds};
use serde_json::Value;
use std::fs;
use tokenwire::{Encoding, StreamReader, StreamWriter, Tokenizer};

/// A limit so low that every input exceeds it.
const LOW: [&str; 2] = ["--max-size", "3"];
const CODERS: [&str; 2] = ["stable", "prefix"];

fn stream(args: &[&str], input: &[u8]) -> Vec<u8> {
    let stream = succeeds(&[&["encode"], args, &LOW].concat(), input);
    assert!(matches!(stream[0], 0xc1 | 0xc4), "{args:?}: {:02x}", stream[0]);
    stream
}

/// Returns several megabytes of lines, words, characters of four bytes at every alignment, and invalid UTF-8.
fn long_text() -> Vec<u8> {
    let lines = (0..40_000).map(|n| format!("line {n}: {} paces wide\n", n * n));
    let words = " no line end here, but many words".repeat(50_000);
    let rest =
        [&b"\xff\xf0\x9f\n \n\n   "[..], "🦀é".repeat(300_000).as_bytes(), &vec![0x80; 70_000]].concat();
    [lines.collect::<String>().into_bytes(), words.into_bytes(), rest].concat()
}

#[test]
fn text_round_trips() {
    let text = long_text();
    for coder in CODERS {
        let written = stream(&["--coder", coder], &text);
        assert!(written.len() < text.len(), "{} of {}", written.len(), text.len());
        assert_eq!(succeeds(&["decode"], &written), text, "{coder}");
        assert_eq!(
            succeeds(&["decode", "--max-size", "1"], &written),
            text,
            "{coder}: streams have no limit"
        );
    }
}

/// The encoder cuts the text into pieces where the tokenizer ends a token.
#[test]
fn a_text_encoded_in_pieces_has_the_ids_of_the_whole_text() {
    let text = &long_text()[..3_000_000];
    let ids = Tokenizer::new(Encoding::Cl100kBase).encode(text);
    let written = stream(&["--encoding", "cl100k_base"], text);
    let (mut reader, mut read) = (StreamReader::new(), Vec::new());
    reader.push(&written);
    assert_eq!(reader.tokens(&mut read), Ok(true));
    assert!(read == ids);
    let mut expected = Vec::new();
    let mut writer = StreamWriter::new(Encoding::Cl100kBase);
    writer.tokens(&ids, &mut expected).unwrap();
    writer.end(&mut expected);
    assert!(written == expected);
}

#[test]
fn ids_in_every_input_format_round_trip() {
    let ids: Vec<u32> = (0..200_000).map(|n| n * 7919 % 50_257).collect();
    let json = serde_json::to_vec(&ids).unwrap();
    let lines: String = ids.iter().map(|id| format!("{id}\r\n")).collect();
    let raw: Vec<u8> = ids.iter().copied().flat_map(u32::to_le_bytes).collect();
    let spaced = format!("\u{feff}\n \t{}", String::from_utf8(json.clone()).unwrap().replace(',', " ,\n"));
    for coder in CODERS {
        let args = |kind| ["--encoding", "gpt2", "--coder", coder, "--from", kind];
        let expected = stream(&args("ids"), &json);
        assert!(stream(&args("ids"), lines.as_bytes()) == expected);
        assert!(stream(&args("ids"), spaced.as_bytes()) == expected);
        assert!(stream(&args("u32"), &raw) == expected);
        assert!(succeeds(&["decode", "--to", "u32"], &expected) == raw);
        assert!(succeeds(&["decode", "--to", "ids"], &expected) == [&json[..], b"\n"].concat());
    }
}

#[test]
fn input_up_to_the_limit_becomes_a_document() {
    let limited = |limit: &'static str, kind: &'static str| {
        ["encode", "--encoding", "gpt2", "--max-size", limit, "--from", kind]
    };
    assert!(succeeds(&limited("5", "text"), b"Hello")[0] < 0xc0);
    assert_eq!(succeeds(&limited("4", "text"), b"Hello")[0], 0xc1);
    assert!(succeeds(&limited("3", "ids"), b"[1, 2, 3]")[0] < 0xc0);
    assert_eq!(succeeds(&limited("2", "ids"), b"1\n2\n3")[0], 0xc1);
    assert_eq!(succeeds(&limited("0", "text"), b"Hello").len(), 2 + 2 + 1 + 4);
    assert!(succeeds(&limited("0", "text"), b"")[0] < 0xc0);
}

/// The note is on standard error, so that it cannot reach scripts that read standard output.
#[test]
fn a_note_states_that_a_stream_was_written() {
    let note = |args: &[&str], input: &[u8]| {
        let output = run(&[&["encode", "--encoding", "gpt2", "--max-size", "3"], args].concat(), input);
        assert!(output.status.success());
        stderr(&output)
    };
    let expected = |items| {
        format!(
            "note: wrote a stream instead of a document: the input has more than 3 {items}, the limit of --max-size; \
             raise the limit to write a document\n"
        )
    };
    assert_eq!(note(&[], b"Hello"), expected("bytes of text"));
    assert_eq!(note(&["--from", "ids"], b"[1, 2, 3, 4]"), expected("ids"));
    assert_eq!(note(&["--from", "u32", "--coder", "prefix"], &[0; 16]), expected("ids"));
    assert_eq!(note(&["--quiet"], b"Hello"), "");
    assert_eq!(note(&[], b"Hi!"), "", "the input fits in a document");
    assert_eq!(note(&["--from", "ids"], b"[1, 2, 3]"), "");
    let payload = ["--format", "payload"];
    assert_eq!(note(&payload, b"Hello"), "", "a payload has no such limit");
}

#[test]
fn special_tokens_round_trip() {
    let special = stream(&["--special"], b"a<|endoftext|>b");
    assert_eq!(succeeds(&["decode", "--to", "ids"], &special), b"[64,199999,65]\n");
    assert_eq!(succeeds(&["decode"], &special), b"a<|endoftext|>b");
}

#[test]
fn a_stream_with_a_custom_table_requires_that_table() {
    let folder = tempfile::tempdir().unwrap();
    let custom = folder.path().join("custom.tsv").display().to_string();
    fs::write(&custom, "# vocabulary size 200019; ids not listed have count 0\n13225\t7\n").unwrap();
    let written = stream(&["--table", &custom, "--encoding", "o200k_base"], b"Hello world!");
    let decode = ["decode", "--table", &custom, "--encoding", "o200k_base"];
    assert_eq!(succeeds(&decode, &written), b"Hello world!");
    assert_eq!(succeeds(&["decode", "--table", &custom, "--to", "ids"], &written), b"[13225,2375,0]\n");
    fails(&["decode"], &written, 1, "; pass that table with --table FILE");
    fails(&["decode", "--table", &custom], &written, 2, "add --encoding or --model");
    let built_in = stream(&[], b"Hello world!");
    fails(
        &["decode", "--table", &custom],
        &built_in,
        1,
        "the stream was written with the table chat-2026/o200k",
    );
    fails(
        &["decode", "--encoding", "gpt2"],
        &built_in,
        1,
        "the stream was written for the encoding o200k_base, not gpt2",
    );
}

#[test]
fn errors_state_the_cause() {
    let written = stream(&[], b"Hello world!");
    let mut flipped = written.clone();
    let last = flipped.len() - 1;
    flipped[last] ^= 1;
    let fails_after = |bytes: &[u8], text: &[u8], message: &str| {
        let output = run(&["decode"], bytes);
        assert_eq!((output.status.code(), &output.stdout[..]), (Some(1), text), "{message}");
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
    };
    // The text before the error is already on standard output.
    fails_after(&flipped, b"Hello world!", "the input was modified or truncated");
    fails_after(&written[..last], b"Hello world!", "the input ends at byte");
    fails_after(&[&written[..], b"x"].concat(), b"Hello world!", "bytes after the end, from byte 13");
    fails_after(&written[..1], b"", "the input ends at byte 1");
    fails_after(&[0xc1, 2, 1], b"", "the source broke off");
    fails_after(&[0xc2, 2, 0, 4], b"", "the input is a stream of chat events");
    fails_after(&[0xe0, 2], b"", "unsupported version 2: this release reads version 1");
    fails(&["decode", "--format", "payload"], &written, 1, "the input is a stream, not a payload");
    fails(&["decode", "--format", "document"], &written, 1, "the input is a stream, not a document");
    let ids = |text: &[u8], message: &str| {
        let args = ["encode", "--encoding", "gpt2", "--from", "ids", "--max-size", "3", "-o", "/dev/null"];
        fails(&args, text, 1, message);
    };
    ids(b"[1, 2, 3, 4, 50257]", "token id 50257 at position 4");
    ids(b"[1, 2, 3, 4, -2]", "column 16");
    ids(b"[1, 2, 3, 4", "ids as JSON: EOF");
    ids(b"[1, 2, 3, 4] 5", "ids as JSON: trailing");
    ids(b"\n1\n2\n3\n4\n+5\n", "line 6: `+5` is not a token id");
}

/// A run that fails creates no file.
#[test]
fn files_are_written_completely_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let text = long_text();
    fs::write(path("text"), &text).unwrap();
    succeeds(&["encode", &path("text"), "-o", &path("stream"), "--max-size", "9"], b"");
    // A file may be both input and output.
    fs::copy(path("stream"), path("same")).unwrap();
    succeeds(&["decode", &path("same"), "-o", &path("same")], b"");
    assert!(fs::read(path("same")).unwrap() == text);
    let mut bytes = fs::read(path("stream")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    fails(&["decode", "-o", &path("text")], &bytes, 1, "error: ");
    fails(&["decode", "-o", &path("new")], &bytes[..middle], 1, "error: ");
    assert!(fs::read(path("text")).unwrap() == text);
    let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["same", "stream", "text"]);
}

#[test]
fn inspect_shows_the_header_and_the_first_ids_of_a_stream() {
    for (coder, name) in [("stable", "varint"), ("prefix", "prefix")] {
        let written = stream(&["--coder", coder], b"Hello world!");
        let report: Value =
            serde_json::from_slice(&succeeds(&["inspect", "--json", "--tokens", "2"], &written)).unwrap();
        assert_eq!((&report["form"], &report["coder"]), (&"stream".into(), &name.into()));
        assert_eq!((&report["items"], &report["bytes"]), (&3.into(), &written.len().into()));
        assert_eq!(report["tokens"].as_array().unwrap().len(), 2);
        assert_eq!(report["table"]["name"], "chat-2026/o200k");
        let readable = String::from_utf8(succeeds(&["inspect"], &written)).unwrap();
        assert!(readable.contains(&format!("{name} over ids, with CRC-32, which matches")), "{readable}");
        assert!(readable.contains("13225"), "{readable}");
        fails(&["inspect"], &written[..written.len() - 1], 1, "the input ends at byte");
    }
}
