//! `encode`, `decode`, `inspect` and `tables`: input round-trips, and errors have a message and the right exit code.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

mod common;

use common::{HELLO, O200K, fails, o200k, run, stderr};
use serde_json::Value;

#[test]
fn text_ids_and_u32_encode_to_the_same_payload() {
    let u32s = [13225u32, 2375, 0].map(u32::to_le_bytes).concat();
    assert_eq!(o200k(&["encode"], b"Hello world!"), HELLO);
    assert_eq!(o200k(&["encode", "--from", "ids"], b"[13225, 2375,\n0]"), HELLO);
    assert_eq!(o200k(&["encode", "--from", "ids"], b"13225\r\n2375\n\n 0"), HELLO);
    assert_eq!(o200k(&["encode", "--from", "ids"], "\u{feff}[13225,2375,0]".as_bytes()), HELLO);
    assert_eq!(o200k(&["encode", "--from", "u32"], &u32s), HELLO);
    assert_eq!(o200k(&["decode"], HELLO), b"Hello world!");
    assert_eq!(o200k(&["decode", "-", "--output", "-"], HELLO), b"Hello world!");
    assert_eq!(o200k(&["decode", "--to", "ids"], HELLO), b"[13225,2375,0]\n");
    assert_eq!(o200k(&["decode", "--to", "u32"], HELLO), u32s);
}

#[test]
fn empty_input_round_trips() {
    let empty = o200k(&["encode"], b"");
    assert_eq!(empty, [0x19, 0x05, 0x00]);
    assert_eq!(o200k(&["decode"], &empty), b"");
    assert_eq!(o200k(&["decode", "--to", "ids"], &empty), b"[]\n");
    assert_eq!(o200k(&["encode", "--from", "ids"], b"\n"), empty);
}

#[test]
fn any_bytes_round_trip() {
    let bytes: Vec<u8> = (0..=255).cycle().take(2000).collect();
    for flags in [&["encode"][..], &["encode", "--coder", "gzip"], &["encode", "--special"]] {
        assert_eq!(o200k(&["decode"], &o200k(flags, &bytes)), bytes);
    }
}

#[test]
fn names_of_special_tokens_are_encoded_only_with_special() {
    let ids = |flags: &[&str]| o200k(&["decode", "--to", "ids"], &o200k(flags, b"<|endoftext|>"));
    assert_eq!(ids(&["encode", "--special"]), b"[199999]\n");
    assert_ne!(ids(&["encode"]), b"[199999]\n");
    fails(
        &[&["encode", "--special", "--from", "ids"][..], &O200K].concat(),
        b"[]",
        2,
        "--special requires --from text",
    );
}

#[test]
fn from_and_to_accept_text_ids_and_u32() {
    for (command, flag) in [("encode", "--from"), ("decode", "--to")] {
        fails(&[command, flag, "json"], b"", 2, "possible values: text, ids, u32");
        fails(&[command, flag], b"", 2, flag);
    }
    fails(&["encode", "--to", "ids"], b"", 2, "unexpected argument '--to'");
    fails(&["decode", "--from", "ids"], b"", 2, "unexpected argument '--from'");
    let ids = o200k(&["decode", "--to", "ids"], HELLO);
    let u32s = o200k(&["decode", "--to=u32"], HELLO);
    assert_eq!(o200k(&["encode", "--from=ids"], &ids), o200k(&["encode", "--from", "u32"], &u32s));
}

/// Removed flags are usage errors.
#[test]
fn removed_flags_are_rejected() {
    let stream = |args: &[&'static str]| [&["stream"], args].concat();
    let train = |args: &[&'static str]| [&["train"], args].concat();
    for (args, flag) in [
        (vec!["encode", "--out", "x"], "--out"),
        (vec!["encode", "--input", "ids"], "--input"),
        (vec!["encode", "--gzip"], "--gzip"),
        (vec!["encode", "--max-inflated", "9"], "--max-inflated"),
        (vec!["decode", "--out", "x"], "--out"),
        (vec!["decode", "--max-inflated", "9"], "--max-inflated"),
        (vec!["inspect", "--max-inflated", "9"], "--max-inflated"),
        (stream(&["encode", "--out", "x"]), "--out"),
        (stream(&["decode", "--out", "x"]), "--out"),
        (train(&["counts", "--encoding", "gpt2", "x", "--out", "y"]), "--out"),
        (train(&["counts", "--encoding", "gpt2", "x", "--input", "text"]), "--input"),
        (train(&["counts", "--ids", "--size", "9", "x"]), "--ids"),
        (train(&["merge", "x", "--out", "y"]), "--out"),
    ] {
        fails(&args, b"", 2, &format!("unexpected argument '{flag}'"));
    }
    fails(&["encode", "--coder", "auto"], b"", 2, "invalid value 'auto' for '--coder <CODER>'");
}

#[test]
fn a_model_selects_its_encoding() {
    let args = ["encode", "--format", "payload", "--model", "gpt-4o-2024-05-13"];
    assert_eq!(run(&args, b"Hello world!").stdout, HELLO);
    fails(&["encode", "--format", "payload", "--model", "gpt4o"], b"", 2, "the nearest is `gpt-4o`;");
    fails(&["encode", "--format", "payload", "--encoding", "o200k"], b"", 2, "the nearest is `o200k_base`;");
    fails(&[&args[..], &["--encoding", "gpt2"]].concat(), b"", 2, "cannot be used with");
}

#[test]
fn a_payload_requires_a_table() {
    fails(
        &["encode", "--format", "payload"],
        b"",
        2,
        "a payload does not name its table; add --encoding, --model or --table",
    );
    fails(
        &["decode", "--format", "payload"],
        HELLO,
        2,
        "a payload does not name its table; add --encoding, --model or --table",
    );
    fails(&["decode"], HELLO, 2, "a payload does not name its table; add --encoding, --model or --table");
    fails(&["decode", "--table", "chat-2026"], HELLO, 2, "chat-2026 has a table for each encoding");
    fails(
        &[&["encode", "--coder", "prefix"][..], &O200K].concat(),
        b"",
        2,
        "a payload supports only thrift and gzip",
    );
    assert_eq!(o200k(&["encode", "--coder", "gzip"], b"Hello")[..2], [0x1f, 0x8b]);
    assert_eq!(o200k(&["encode", "--coder", "thrift"], b"Hello"), o200k(&["encode"], b"Hello"));
}

#[test]
fn invalid_data_is_reported_with_its_position() {
    let args = |args: &[&'static str]| [args, &O200K].concat();
    fails(&args(&["decode"]), &HELLO[..5], 1, "the input ends at byte 5");
    fails(&args(&["decode"]), b"text", 1, "a field of type list (0x19) at byte 0");
    fails(&args(&["decode"]), &[HELLO, b"x"].concat(), 1, "from byte 10");
    fails(&args(&["encode", "--from", "ids"]), b"[1, 200019]", 1, "token id 200019 at position 1");
    fails(&args(&["encode", "--from", "ids"]), b"[1, -2]", 1, "column 7");
    fails(&args(&["encode", "--from", "ids"]), b"1\n+2\n", 1, "line 2: `+2` is not a token id");
    fails(&args(&["encode", "--from", "ids"]), b"1\n2\nthree\n", 1, "line 3: `three` is not a token id");
    fails(&args(&["encode", "--from", "u32"]), b"12345", 1, "5 bytes, which is not a multiple of 4");
    fails(&args(&["decode", "no such file"]), b"", 1, "no such file: ");
}

#[test]
fn max_size_limits_the_text_of_a_gzip_payload() {
    let ids = "1\n".repeat(100);
    let payload = o200k(&["encode", "--from", "ids", "--coder", "gzip"], ids.as_bytes());
    let limited = |limit| [&["decode", "--to", "ids", "--max-size", limit][..], &O200K].concat();
    fails(&limited("100"), &payload, 1, "more than 100 bytes inside gzip; raise the limit with --max-size");
    assert!(run(&limited("1000"), &payload).status.success());
    fails(&["inspect", "--max-size", "100"], &payload, 1, "raise the limit with --max-size");
    // Fifty tokens of eight bytes are 400 bytes of text, but a payload of only about 100 bytes.
    let text = " hundred".repeat(50);
    let payload = o200k(&["encode", "--coder", "gzip"], text.as_bytes());
    let small = [&["encode", "--coder", "gzip", "--max-size", "399"][..], &O200K].concat();
    fails(&small, text.as_bytes(), 1, "more than 399 bytes of text in a gzip payload");
    let limited = |limit| [&["decode", "--max-size", limit][..], &O200K].concat();
    fails(&limited("399"), &payload, 1, "more than 399 bytes of text in a gzip payload");
    assert_eq!(run(&limited("400"), &payload).stdout, text.as_bytes());
}

#[test]
fn a_custom_table_encodes_ids_without_an_encoding_and_text_with_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.tsv");
    let table = path.to_str().unwrap();
    std::fs::write(&path, "# own: vocabulary size 200019; ids not listed have count 0\n13225\t7\n").unwrap();
    let ids = ["encode", "--format", "payload", "--table", table, "--from", "ids"];
    assert_eq!(run(&ids, b"[13225]").stdout, [0x19, 0x15, 0x00, 0x00]);
    let text = ["encode", "--format", "payload", "--table", table];
    fails(&text, b"Hello", 2, "text needs an encoding");
    assert_eq!(
        run(&[&text[..], &["--encoding", "o200k_base"]].concat(), b"Hello").stdout,
        [0x19, 0x15, 0x00, 0x00]
    );
    std::fs::write(&path, "# own: vocabulary size 9; ids not listed have count 0\n9\t1\n").unwrap();
    fails(&ids, b"[]", 1, "own.tsv: counts file, line 2: id 9 is not below the vocabulary size 9");
}

#[test]
fn inspect_shows_the_items_of_a_payload() {
    let report = run(&["inspect", "--json", "--encoding", "o200k_base"], HELLO).stdout;
    let report: Value = serde_json::from_slice(&report).unwrap();
    assert_eq!((&report["items"], &report["gzip"], &report["bytes"]), (&3.into(), &false.into(), &10.into()));
    assert_eq!(report["varint_lens"], serde_json::json!([0, 2, 1, 0, 0]));
    let last = serde_json::json!({"mapped_id": -371, "rank": 742, "id": 0, "token": "!", "hex": "21"});
    assert_eq!(report["tokens"][2], last);
    assert_eq!(report["table"]["fingerprint"], "0ecdd195836a85c4");

    let readable = String::from_utf8(run(&["inspect", "--tokens", "1"], HELLO).stdout).unwrap();
    assert!(readable.contains("payload, 10 bytes") && readable.contains("9237"), "{readable}");
    assert!(readable.contains("and 2 more") && !readable.contains('\x1b'), "{readable}");
    fails(&["inspect"], b"{}", 1, "the input is not a document, stream or payload: its first byte is 0x7b");
    fails(&["inspect"], b"", 1, "the input is empty");
    fails(&["inspect", "--tokens", "10001"], HELLO, 2, "10001 is not in 0..=10000");
    let empty = String::from_utf8(run(&["inspect"], &[0x19, 0x05, 0x00]).stdout).unwrap();
    assert!(empty.contains("items    0\n"), "{empty}");
}

#[test]
fn tables_lists_every_encoding_of_both_releases() {
    let rows: Value = serde_json::from_slice(&run(&["tables", "--json"], b"").stdout).unwrap();
    let names: Vec<&str> =
        rows.as_array().unwrap().iter().map(|row| row["encoding"].as_str().unwrap()).collect();
    let all = tokenwire::Encoding::ALL.iter().map(|encoding| encoding.name());
    assert_eq!(names, all.clone().chain(all).collect::<Vec<_>>());
    assert_eq!(
        (&rows[2]["table"], &rows[9]["table"]),
        (&"chat-2026/o200k".into(), &"tacc-0.1.0/o200k".into())
    );
    assert_eq!(rows[9]["total"], 1_310_497);
}

#[test]
fn demo_restores_every_message_with_every_method() {
    let report: Value = serde_json::from_slice(&run(&["demo", "--json"], b"").stdout).unwrap();
    let methods = report["methods"].as_array().unwrap();
    assert!(methods.len() >= 6 && report["messages"].as_u64().unwrap() >= 40);
    assert!(methods.iter().all(|method| method["lossless"] == true), "{report}");
    let bytes =
        |name: &str| methods.iter().find(|method| method["name"] == name).unwrap()["bytes"].as_u64().unwrap();
    assert!(bytes("thrift+gzip@tacc-0.1.0") < bytes("gzip-6"));
    assert!(bytes("prefix@chat-2026") < bytes("thrift@tacc-0.1.0"));
}

#[test]
fn completions_and_help_are_printed() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&["completions", shell], b"");
        assert!(String::from_utf8(output.stdout).unwrap().contains("tokenwire"), "{shell}");
    }
    assert!(run(&["--help"], b"").status.success());
    assert_eq!(run(&[], b"").status.code(), Some(2), "a missing command is a usage error");
    assert!(stderr(&run(&["dekode"], b"")).contains("decode"));
}
