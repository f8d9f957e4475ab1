//! Documents by the command: every coder comes back without being told how it was written, and what is wrong is said.
#![allow(clippy::indexing_slicing, clippy::unwrap_used, missing_docs)]

mod common;

use common::{HELLO, fails, run, stderr};
use serde_json::Value;

const CODERS: [&str; 7] = ["stored", "thrift", "gzip", "prefix", "zstd", "hybrid", "smallest"];

fn good(args: &[&str], input: &[u8]) -> Vec<u8> {
    let output = run(args, input);
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    output.stdout
}

#[test]
fn every_coder_comes_back_by_itself() {
    let text = "Hello wörld! ".repeat(200);
    for encoding in ["o200k_base", "gpt2", "cl100k_base"] {
        for coder in CODERS {
            let document = good(&["encode", "--encoding", encoding, "--coder", coder], text.as_bytes());
            assert_eq!(good(&["decode"], &document), text.as_bytes(), "{encoding} {coder}");
            assert_eq!(good(&["decode", "--encoding", encoding], &document), text.as_bytes());
        }
    }
}

#[test]
fn auto_is_the_default_and_the_smallest() {
    let text = b"The quick brown fox jumps over the lazy dog.";
    let sizes = CODERS.map(|coder| good(&["encode", "--coder", coder], text).len());
    let auto = good(&["encode"], text);
    assert_eq!(Some(&auto.len()), sizes[..4].iter().min());
    assert_eq!(sizes[6], *sizes.iter().min().unwrap());
    assert_eq!(auto, good(&["encode", "--coder", "auto", "--encoding", "o200k_base"], text));
    assert_eq!(good(&["encode", "--gzip"], text), good(&["encode", "--coder", "gzip"], text));
    fails(&["encode", "--gzip", "--coder", "prefix"], text, 2, "cannot be used with");
}

#[test]
fn ids_and_text_have_each_other() {
    let ids = b"[13225,2375,0]\n";
    for coder in CODERS {
        let from_ids = good(&["encode", "--model", "gpt-4o", "--input", "ids", "--coder", coder], ids);
        assert_eq!(good(&["decode"], &from_ids), b"Hello world!", "{coder}");
        let from_text = good(&["encode", "--coder", coder], b"Hello world!");
        assert_eq!(good(&["decode", "--output", "ids"], &from_text), ids, "{coder}");
    }
    fails(&["encode", "--input", "ids"], ids, 2, "which vocabulary's ids are they?");
}

#[test]
fn special_tokens_stay_what_they_are() {
    let text = b"a<|endoftext|>b";
    for coder in CODERS {
        let document = good(&["encode", "--special", "--coder", coder], text);
        assert_eq!(good(&["decode", "--output", "ids"], &document), b"[64,199999,65]\n", "{coder}");
        assert_eq!(good(&["decode"], &document), text);
        let ordinary = good(&["encode", "--coder", coder], text);
        assert_ne!(good(&["decode", "--output", "ids"], &ordinary), b"[64,199999,65]\n");
        assert_eq!(good(&["decode"], &ordinary), text);
    }
}

#[test]
fn a_table_of_ones_own_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let [own, other] = ["own.tsv", "other.tsv"].map(|name| folder.path().join(name).display().to_string());
    std::fs::write(&own, "# vocabulary size 200019; ids not listed have count 0\n13225\t7\n").unwrap();
    std::fs::write(&other, "# vocabulary size 200019; ids not listed have count 0\n13225\t8\n").unwrap();
    let document =
        good(&["encode", "--table", &own, "--encoding", "o200k_base", "--coder", "prefix"], b"Hello");
    assert_eq!(good(&["decode", "--table", &own, "--encoding", "o200k_base"], &document), b"Hello");
    assert_eq!(good(&["decode", "--table", &own, "--output", "ids"], &document), b"[13225]\n");
    fails(&["decode"], &document, 1, "give that table to read it with --table FILE");
    fails(&["decode", "--table", &other], &document, 1, "the one that was given has");
    fails(&["decode", "--table", &own], &document, 2, "add --encoding or --model");
    let stored =
        good(&["encode", "--table", &own, "--encoding", "o200k_base", "--coder", "stored"], b"Hello");
    assert_eq!(good(&["decode", "--table", &own], &stored), b"Hello");
    fails(&["decode", "--table", &own, "--output", "ids"], &stored, 2, "add --encoding or --model");
    let readable = String::from_utf8(good(&["inspect", "--table", &own], &stored)).unwrap();
    assert!(readable.contains("items    unknown"), "{readable}");
    let document = good(&["encode"], b"Hello");
    fails(&["decode", "--table", &own], &document, 1, "was written with the table chat-2026/o200k");
}

#[test]
fn the_other_release_can_be_asked_for() {
    let tacc = ["encode", "--encoding", "r50k_base", "--table", "tacc-0.1.0", "--coder", "thrift"];
    let document = good(&tacc, b"Hello");
    assert_eq!(document[1], 12);
    assert_eq!(good(&["decode", "--encoding", "gpt2"], &document), b"Hello", "they are one table");
    let chat = ["--format", "payload", "--encoding", "o200k_base", "--table", "chat-2026"];
    let payload = good(&[&["encode"], &chat[..]].concat(), b"Hello world!");
    assert_ne!(payload, HELLO);
    assert_eq!(
        good(&["decode", "--encoding", "o200k_base", "--table", "chat-2026"], &payload),
        b"Hello world!"
    );
}

#[test]
fn what_is_wrong_is_said() {
    let document = good(&["encode", "--coder", "prefix"], b"Hello world!");
    let mut flipped = document.clone();
    flipped[3] ^= 1;
    fails(&["decode"], &flipped, 1, "the input was changed or cut");
    fails(&["decode"], &document[..5], 1, "the input was changed or cut");
    fails(&["decode"], &[0xa1, 2, 0, 0], 1, "has version 2, and this release knows version 1");
    fails(&["decode"], b"hello", 1, "neither a document, a stream nor a payload begins with the byte 68");
    fails(&["decode", "--encoding", "cl100k_base"], &document, 1, "the document's ids are of o200k_base");
    fails(&["decode", "--format", "payload", "--encoding", "o200k_base"], &document, 1, "this is a document");
    fails(&["decode", "--format", "document"], HELLO, 1, "this is a payload");
    fails(&["decode", "--format", "document"], b"text", 1, "a document's first byte");
    let other = ["decode", "--table", "tacc-0.1.0", "--encoding", "o200k_base"];
    fails(&other, &document, 1, "was written with the table chat-2026/o200k; it needs no --table");
    fails(
        &["decode", "--table", "chat-2027", "--encoding", "o200k_base"],
        &document,
        1,
        "neither a release (chat",
    );
    for coder in ["stored", "thrift", "gzip", "zstd", "hybrid", "smallest"] {
        let limited = ["encode", "--max-inflated", "3", "--coder", coder];
        let message =
            "in one document; raise it with --max-inflated, or leave out --coder: then it becomes a stream";
        fails(&limited, b"Hello", 1, &format!("more than 3 bytes of text {message}"));
        let ids = [&limited[..], &["--input", "ids", "--encoding", "gpt2"]].concat();
        fails(&ids, b"[1, 2, 3, 4]", 1, &format!("more than 3 ids {message}"));
    }
    fails(&["decode", "--max-inflated", "3"], &document, 1, "more than 3 bytes of text in one document");
}

#[test]
fn inspect_explains_documents() {
    let ids = good(&["encode", "--coder", "prefix"], b"Hello world!");
    let report: Value = serde_json::from_slice(&good(&["inspect", "--json"], &ids)).unwrap();
    assert_eq!(
        (&report["form"], &report["coder"], &report["holds"]),
        (&"document".into(), &"prefix".into(), &"ids".into())
    );
    assert_eq!((&report["bytes"], &report["overhead_bytes"]), (&ids.len().into(), &4.into()));
    assert_eq!(report["tokens"][1]["id"], 2375);
    assert_eq!(report["table"]["encoding"], "o200k_base");
    let text = good(&["encode", "--coder", "stored"], b"Hello world!");
    let readable = String::from_utf8(good(&["inspect"], &text)).unwrap();
    assert!(readable.contains("stored over text: 12 bytes of body, 4 of header and CRC-16"), "{readable}");
    assert!(readable.contains("13225"), "{readable}");
}

#[test]
fn zstd_is_over_text_or_over_varints() {
    let text = "The river is wide here, and nobody has counted twice. ".repeat(40);
    let holds = |coder, flags: &[&str], input: &[u8]| {
        let document = good(&[&["encode", "--coder", coder], flags].concat(), input);
        let report: Value = serde_json::from_slice(&good(&["inspect", "--json"], &document)).unwrap();
        (
            document[0],
            report["coder"].as_str().unwrap().to_owned(),
            report["holds"].as_str().unwrap().to_owned(),
        )
    };
    let said = |first, coder: &str, holds: &str| (first, coder.to_owned(), holds.to_owned());
    let ids = ["--input", "ids", "--encoding", "o200k_base"];
    assert_eq!(holds("zstd", &[], text.as_bytes()), said(0x8a, "zstd", "text"));
    assert_eq!(holds("hybrid", &[], text.as_bytes()), said(0x8c, "hybrid", "ids"));
    assert_eq!(holds("zstd", &ids, b"[1, 2, 3]"), said(0x8c, "hybrid", "ids"));
    assert!(holds("smallest", &[], b"Hello world!").1 == "prefix");
    let document = good(&["encode", "--coder", "zstd"], text.as_bytes());
    let message = "more than 99 bytes inside zstd; raise it with --max-inflated";
    fails(&["decode", "--max-inflated", "99"], &document, 1, message);
    for coder in ["zstd", "hybrid", "smallest"] {
        fails(
            &["encode", "--format", "payload", "--encoding", "gpt2", "--coder", coder],
            b"a",
            2,
            "need a document",
        );
    }
}

#[test]
fn bench_measures_every_method_losslessly() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("some.jsonl");
    std::fs::write(
        &path,
        "{\"t\": \"Hello world!\"}\n{\"text\": \"\"}\n{\"t\": \"a longer one than that\"}\n",
    )
    .unwrap();
    let path = path.to_str().unwrap();
    let report: Value = serde_json::from_slice(&good(&["bench", path, "--json"], b"")).unwrap();
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
        serde_json::from_slice(&good(&["bench", path, "--json", "--up-to", "12"], b"")).unwrap();
    assert_eq!((&short["messages"], &short["text_bytes"]), (&2.into(), &12.into()));
    fails(&["bench", path, "--up-to", "0", "--encoding", "o200"], b"", 2, "the nearest is `o200k_base`");
    std::fs::write(path, "{\"t\": 1}\n").unwrap();
    fails(&["bench", path], b"", 1, "some.jsonl:1: ");
    std::fs::write(path, "{\"t\": \"\"}\n").unwrap();
    let empty: Value = serde_json::from_slice(&good(&["bench", path, "--json"], b"")).unwrap();
    assert_eq!(empty["methods"][0]["bytes_per_token"], 20.0, "gzip's frame");
}
