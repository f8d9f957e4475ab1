//! Errors are reported with their file and line.

use crate::corpus::{CHATS, Corpus, counted, stderr, weights};
use std::collections::BTreeMap;
use std::io::Write;
use tokenwire::Encoding;

/// Invalid lines, and the message for each.
const INVALID: [(&[u8], &str); 7] = [
    (b"{\"t\": \"\xff\"}", "invalid UTF-8 at byte 8"),
    (b"{\"t\": \"x\"", "invalid JSON: EOF while parsing an object at byte 9"),
    (b"[\"x\"]", "expected a JSON object"),
    (b"{\"k\": \"user\"}", "no text in field `t` or `text`"),
    (b"{\"t\": 5}", "invalid type: integer `5`, expected a string at byte 7"),
    (b"{\"t\": \"x\", \"k\": 5}", "invalid type: integer `5`, expected a string at byte 17"),
    (b"{\"t\": \"\\ud800\"}", "invalid JSON: "),
];

#[test]
fn an_invalid_line_is_reported_or_skipped() {
    let corpus = Corpus::new();
    let base = ["counts", "--encoding", "gpt2", "chats.jsonl", "bad.jsonl"];
    let good = corpus.train(&["counts", "--encoding", "gpt2", "chats.jsonl", "chats.jsonl"]);
    for (line, reason) in INVALID {
        corpus.put("bad.jsonl", &[CHATS.as_bytes(), line, b"\n\n[]\n"].concat());
        corpus.fails(&base, 1, &format!("error: bad.jsonl:6: {reason}"));
        let skipped = corpus.run(&[&base[..], &["--keep-going"]].concat());
        assert_eq!(String::from_utf8(skipped.stdout.clone()).unwrap(), good);
        let warning = format!("warning: skipped 2 invalid lines; the first is bad.jsonl:6: {reason}");
        assert!(stderr(&skipped).starts_with(&warning), "{}", stderr(&skipped));
    }
}

#[test]
fn the_first_invalid_line_is_reported_regardless_of_threads() {
    let corpus = Corpus::new();
    let mut lines = CHATS.repeat(20_000).into_bytes();
    lines.extend(b"first\n");
    // Enough lines for a batch in every thread.
    lines.extend(format!("later {}\n", "x".repeat(300)).repeat(30_000).into_bytes());
    corpus.put("bad.jsonl", &lines);
    corpus.fails(
        &["counts", "--encoding", "gpt2", "bad.jsonl", "no.jsonl", "--threads", "8"],
        1,
        "no.jsonl: ",
    );
    corpus.put("short.jsonl.zst", &zstd::encode_all(CHATS.as_bytes(), 3).unwrap()[..40]);
    let args = ["counts", "--encoding", "gpt2", "bad.jsonl", "short.jsonl.zst", "--threads", "8"];
    corpus.fails(&args, 1, "error: bad.jsonl:100001: expected a JSON object");
    let skipping = [&args[..4], &["--keep-going"]].concat();
    let stderr = stderr(&corpus.run(&skipping));
    assert!(stderr.contains("skipped 30001 invalid lines; the first is bad.jsonl:100001: "), "{stderr}");
}

#[test]
fn a_line_of_invalid_utf8_is_reported_or_skipped() {
    let corpus = Corpus::new();
    corpus.put("bad.txt", b"one\ntwo \xc3\n\nfour\n");
    let base = ["counts", "--encoding", "gpt2", "bad.txt"];
    corpus.fails(&base, 1, "error: bad.txt:2: invalid UTF-8 at byte 5");
    let skipped = corpus.run(&[&base[..], &["--keep-going", "--partial"]].concat());
    let table = String::from_utf8(skipped.stdout.clone()).unwrap();
    assert_eq!(weights(&table), counted(Encoding::Gpt2, &[("one\n\nfour\n", 1)]));
    assert_eq!(
        stderr(&skipped),
        "warning: skipped 1 invalid line; the first is bad.txt:2: invalid UTF-8 at byte 5\n"
    );
}

#[test]
fn corrupt_zstd_is_never_skipped() {
    let corpus = Corpus::new();
    let good = zstd::encode_all(CHATS.as_bytes(), 3).unwrap();
    let mut packer = zstd::Encoder::new(Vec::new(), 3).unwrap();
    packer.include_checksum(true).unwrap();
    packer.write_all(CHATS.as_bytes()).unwrap();
    let mut flipped = packer.finish().unwrap();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let after = [&good[..], b"x"].concat();
    for bytes in [&good[..good.len() - 1], &good[..6], b"", b"{}\n", &after, &flipped] {
        corpus.put("bad.jsonl.zst", bytes);
        corpus.fails(&["counts", "--encoding", "gpt2", "bad.jsonl.zst", "--keep-going"], 1, "bad.jsonl.zst:");
    }
}

#[test]
fn usage_is_checked_before_counting() {
    let corpus = Corpus::new();
    corpus.fails(
        &["counts", "chats.jsonl"],
        2,
        "the vocabulary is unknown; add --encoding, or --from ids and --size",
    );
    corpus.fails(&["counts", "chats.jsonl", "--from", "ids"], 2, "--size");
    corpus.fails(&["counts", "chats.jsonl", "--from", "ids", "--size", "0"], 2, "0 is not in 1..=1048576");
    let both = ["counts", "chats.jsonl", "--from", "ids", "--size", "9", "--encoding", "gpt2"];
    corpus.fails(&both, 2, "cannot be used with");
    corpus.fails(&["counts", "--encoding", "gpt3", "chats.jsonl"], 2, "the nearest is `gpt2`");
    corpus.fails(&["counts", "--encoding", "gpt2"], 2, "<INPUT>");
    corpus.fails(&["counts", "--encoding", "gpt2", "chats.jsonl", "no.jsonl"], 1, "no.jsonl: ");
    let folder = corpus.run(&["counts", "--encoding", "gpt2", "chats.jsonl", "-o", "no/such/table.tsv"]);
    assert_eq!(folder.status.code(), Some(1));
    assert_eq!(stderr(&folder), "error: no/such: the folder does not exist; create it, or change --output\n");
    corpus.put("empty.jsonl", b"\n\n");
    corpus.fails(
        &["counts", "--encoding", "gpt2", "empty.jsonl"],
        1,
        "the input contains no tokens to count",
    );
    let empty = corpus.train(&["counts", "--encoding", "gpt2", "empty.jsonl", "--partial"]);
    assert_eq!(weights(&empty), BTreeMap::new());
}
