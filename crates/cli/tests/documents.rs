//! Documents: every coder round-trips, the reader needs no flags, and errors state the cause.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

mod common;

use common::{HELLO, fails, succeeds};
use serde_json::Value;

const CODERS: [&str; 7] = ["stored", "thrift", "gzip", "prefix", "zstd", "hybrid", "smallest"];

#[test]
fn every_coder_is_recognized_by_the_decoder() {
    let text = "Hello wörld! ".repeat(200);
    for encoding in ["o200k_base", "gpt2", "cl100k_base"] {
        for coder in CODERS {
            let document = succeeds(&["encode", "--encoding", encoding, "--coder", coder], text.as_bytes());
            assert_eq!(succeeds(&["decode"], &document), text.as_bytes(), "{encoding} {coder}");
            assert_eq!(succeeds(&["decode", "--encoding", encoding], &document), text.as_bytes());
        }
    }
}

#[test]
fn stable_is_the_default_and_selects_the_smallest_coder() {
    let text = b"The quick brown fox jumps over the lazy dog.";
    let sizes = CODERS.map(|coder| succeeds(&["encode", "--coder", coder], text).len());
    let stable = succeeds(&["encode"], text);
    assert_eq!(Some(&stable.len()), sizes[..4].iter().min());
    assert_eq!(sizes[6], *sizes.iter().min().unwrap());
    assert_eq!(stable, succeeds(&["encode", "--coder", "stable", "--encoding", "o200k_base"], text));
    fails(&["encode", "--coder", "gzip", "--coder", "prefix"], text, 2, "cannot be used multiple times");
    fails(
        &["encode", "--coder", "lzma"],
        text,
        2,
        "possible values: stable, smallest, stored, thrift, gzip, ",
    );
}

#[test]
fn a_document_of_ids_decodes_to_text_and_one_of_text_to_ids() {
    let ids = b"[13225,2375,0]\n";
    for coder in CODERS {
        let from_ids = succeeds(&["encode", "--model", "gpt-4o", "--from", "ids", "--coder", coder], ids);
        assert_eq!(succeeds(&["decode"], &from_ids), b"Hello world!", "{coder}");
        let from_text = succeeds(&["encode", "--coder", coder], b"Hello world!");
        assert_eq!(succeeds(&["decode", "--to", "ids"], &from_text), ids, "{coder}");
    }
    fails(&["encode", "--from", "ids"], ids, 2, "the vocabulary of the ids is unknown");
}

#[test]
fn special_tokens_round_trip() {
    let text = b"a<|endoftext|>b";
    for coder in CODERS {
        let document = succeeds(&["encode", "--special", "--coder", coder], text);
        assert_eq!(succeeds(&["decode", "--to", "ids"], &document), b"[64,199999,65]\n", "{coder}");
        assert_eq!(succeeds(&["decode"], &document), text);
        let ordinary = succeeds(&["encode", "--coder", coder], text);
        assert_ne!(succeeds(&["decode", "--to", "ids"], &ordinary), b"[64,199999,65]\n");
        assert_eq!(succeeds(&["decode"], &ordinary), text);
    }
}

#[test]
fn a_document_with_a_custom_table_requires_that_table() {
    let folder = tempfile::tempdir().unwrap();
    let [custom, other] =
        ["custom.tsv", "other.tsv"].map(|name| folder.path().join(name).display().to_string());
    std::fs::write(&custom, "# vocabulary size 200019; ids not listed have count 0\n13225\t7\n").unwrap();
    std::fs::write(&other, "# vocabulary size 200019; ids not listed have count 0\n13225\t8\n").unwrap();
    let document =
        succeeds(&["encode", "--table", &custom, "--encoding", "o200k_base", "--coder", "prefix"], b"Hello");
    assert_eq!(succeeds(&["decode", "--table", &custom, "--encoding", "o200k_base"], &document), b"Hello");
    assert_eq!(succeeds(&["decode", "--table", &custom, "--to", "ids"], &document), b"[13225]\n");
    fails(&["decode"], &document, 1, "; pass that table with --table FILE");
    fails(&["decode", "--table", &other], &document, 1, "but the given table has");
    fails(&["decode", "--table", &custom], &document, 2, "add --encoding or --model");
    let stored =
        succeeds(&["encode", "--table", &custom, "--encoding", "o200k_base", "--coder", "stored"], b"Hello");
    assert_eq!(succeeds(&["decode", "--table", &custom], &stored), b"Hello");
    fails(&["decode", "--table", &custom, "--to", "ids"], &stored, 2, "add --encoding or --model");
    let readable = String::from_utf8(succeeds(&["inspect", "--table", &custom], &stored)).unwrap();
    assert!(readable.contains("items    unknown"), "{readable}");
    let document = succeeds(&["encode"], b"Hello");
    fails(&["decode", "--table", &custom], &document, 1, "was written with the table chat-2026/o200k");
}

#[test]
fn table_selects_the_other_release() {
    let tacc = ["encode", "--encoding", "r50k_base", "--table", "tacc-0.1.0", "--coder", "thrift"];
    let document = succeeds(&tacc, b"Hello");
    assert_eq!(document[1], 12);
    assert_eq!(
        succeeds(&["decode", "--encoding", "gpt2"], &document),
        b"Hello",
        "gpt2 and r50k_base share a table"
    );
    let chat = ["--format", "payload", "--encoding", "o200k_base", "--table", "chat-2026"];
    let payload = succeeds(&[&["encode"], &chat[..]].concat(), b"Hello world!");
    assert_ne!(payload, HELLO);
    assert_eq!(
        succeeds(&["decode", "--encoding", "o200k_base", "--table", "chat-2026"], &payload),
        b"Hello world!"
    );
}

#[test]
fn errors_state_the_cause() {
    let document = succeeds(&["encode", "--coder", "prefix"], b"Hello world!");
    let mut flipped = document.clone();
    flipped[3] ^= 1;
    fails(&["decode"], &flipped, 1, "the input was modified or truncated");
    fails(&["decode"], &document[..5], 1, "the input was modified or truncated");
    fails(&["decode"], &[0xa1, 2, 0, 0], 1, "unsupported version 2: this release reads version 1");
    fails(&["decode"], b"hello", 1, "the input is not a document, stream or payload: its first byte is 0x68");
    fails(
        &["decode", "--encoding", "cl100k_base"],
        &document,
        1,
        "the document was written for the encoding o200k_base, not cl100k_base",
    );
    fails(
        &["decode", "--format", "payload", "--encoding", "o200k_base"],
        &document,
        1,
        "the input is a document, not a payload; omit --format",
    );
    fails(
        &["decode", "--format", "document"],
        HELLO,
        1,
        "the input is a payload, not a document; omit --format",
    );
    fails(&["decode", "--format", "document"], b"text", 1, "a document's first byte");
    let other = ["decode", "--table", "tacc-0.1.0", "--encoding", "o200k_base"];
    fails(
        &other,
        &document,
        1,
        "was written with the table chat-2026/o200k, not the one of --table; omit --table",
    );
    fails(
        &["decode", "--table", "chat-2027", "--encoding", "o200k_base"],
        &document,
        1,
        "neither a release (chat",
    );
    for coder in ["stored", "thrift", "gzip", "zstd", "hybrid", "smallest"] {
        let limited = ["encode", "--max-size", "3", "--coder", coder];
        let message = "in one document; raise the limit with --max-size, or omit --coder to write a stream";
        fails(&limited, b"Hello", 1, &format!("more than 3 bytes of text {message}"));
        let ids = [&limited[..], &["--from", "ids", "--encoding", "gpt2"]].concat();
        fails(&ids, b"[1, 2, 3, 4]", 1, &format!("more than 3 ids {message}"));
    }
    fails(&["decode", "--max-size", "3"], &document, 1, "more than 3 bytes of text in one document");
}

#[test]
fn inspect_shows_the_header_and_the_ids_of_a_document() {
    let ids = succeeds(&["encode", "--coder", "prefix"], b"Hello world!");
    let report: Value = serde_json::from_slice(&succeeds(&["inspect", "--json"], &ids)).unwrap();
    assert_eq!(
        (&report["form"], &report["coder"], &report["holds"]),
        (&"document".into(), &"prefix".into(), &"ids".into())
    );
    assert_eq!((&report["bytes"], &report["overhead_bytes"]), (&ids.len().into(), &4.into()));
    assert_eq!(report["tokens"][1]["id"], 2375);
    assert_eq!(report["table"]["encoding"], "o200k_base");
    let text = succeeds(&["encode", "--coder", "stored"], b"Hello world!");
    let readable = String::from_utf8(succeeds(&["inspect"], &text)).unwrap();
    assert!(readable.contains("stored over text: 12 bytes of body, 4 of header and CRC-16"), "{readable}");
    assert!(readable.contains("13225"), "{readable}");
}

#[test]
fn zstd_compresses_text_or_varints() {
    let text = "The river is wide here, and nobody has counted twice. ".repeat(40);
    let holds = |coder, flags: &[&str], input: &[u8]| {
        let document = succeeds(&[&["encode", "--coder", coder], flags].concat(), input);
        let report: Value = serde_json::from_slice(&succeeds(&["inspect", "--json"], &document)).unwrap();
        (
            document[0],
            report["coder"].as_str().unwrap().to_owned(),
            report["holds"].as_str().unwrap().to_owned(),
        )
    };
    let expected = |first, coder: &str, holds: &str| (first, coder.to_owned(), holds.to_owned());
    let ids = ["--from", "ids", "--encoding", "o200k_base"];
    assert_eq!(holds("zstd", &[], text.as_bytes()), expected(0x8a, "zstd", "text"));
    assert_eq!(holds("hybrid", &[], text.as_bytes()), expected(0x8c, "hybrid", "ids"));
    assert_eq!(holds("zstd", &ids, b"[1, 2, 3]"), expected(0x8c, "hybrid", "ids"));
    assert!(holds("smallest", &[], b"Hello world!").1 == "prefix");
    let document = succeeds(&["encode", "--coder", "zstd"], text.as_bytes());
    let message = "more than 99 bytes inside zstd; raise the limit with --max-size";
    fails(&["decode", "--max-size", "99"], &document, 1, message);
    for coder in ["zstd", "hybrid", "smallest"] {
        fails(
            &["encode", "--format", "payload", "--encoding", "gpt2", "--coder", coder],
            b"a",
            2,
            "a payload supports only thrift and gzip",
        );
    }
}

#[test]
fn bench_restores_every_message_with_every_method() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("some.jsonl");
    std::fs::write(
        &path,
        "{\"t\": \"Hello world!\"}\n{\"text\": \"\"}\n{\"t\": \"a longer one than that\"}\n",
    )
    .unwrap();
    let path = path.to_str().unwrap();
    let report: Value = serde_json::from_slice(&succeeds(&["bench", path, "--json"], b"")).unwrap();
    assert_eq!((&report["messages"], &report["text_bytes"]), (&3.into(), &34.into()));
    let methods = report["methods"].as_array().unwrap();
    let names: Vec<_> = methods.iter().map(|method| method["name"].as_str().unwrap()).collect();
    let expected =
        ["gzip-6", "zstd-19", "brotli-11", "thrift@tacc-0.1.0", "thrift+gzip@tacc-0.1.0", "thrift@chat-2026"];
    let ours = ["thrift+gzip@chat-2026", "hybrid@chat-2026", "prefix@chat-2026"];
    assert_eq!(names, [&expected[..], &ours].concat());
    assert!(
        methods.iter().all(|method| method["lossless"] == true && method["encode_mb_s"].as_f64() > Some(0.0))
    );
    let short: Value =
        serde_json::from_slice(&succeeds(&["bench", path, "--json", "--up-to", "12"], b"")).unwrap();
    assert_eq!((&short["messages"], &short["text_bytes"]), (&2.into(), &12.into()));
    fails(&["bench", path, "--up-to", "0", "--encoding", "o200"], b"", 2, "the nearest is `o200k_base`");
    std::fs::write(path, "{\"t\": 1}\n").unwrap();
    fails(&["bench", path], b"", 1, "some.jsonl:1: ");
    std::fs::write(path, "{\"t\": \"\"}\n").unwrap();
    let empty: Value = serde_json::from_slice(&succeeds(&["bench", path, "--json"], b"")).unwrap();
    assert_eq!(empty["methods"][0]["bytes_per_token"], 20.0, "an empty gzip member has 20 bytes");
}
