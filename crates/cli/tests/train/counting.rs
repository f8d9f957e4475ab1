//! The counts are correct for every format of the corpus.

use crate::corpus::{CHATS, Corpus, chats, counted, stderr, weights};
use std::collections::BTreeMap;
use std::fs;
use tokenwire::{Encoding, Table};

#[test]
fn counts_equal_those_of_the_tokenizer() {
    let corpus = Corpus::new();
    for &encoding in Encoding::ALL {
        let expected = counted(encoding, &chats(1, 1));
        let part = corpus.train(&["counts", "--encoding", encoding.name(), "chats.jsonl", "--partial"]);
        assert_eq!(weights(&part), expected, "{encoding}");
        let table = corpus.train(&["counts", "--encoding", encoding.name(), "chats.jsonl"]);
        let listed = expected.iter().filter(|(_, weight)| **weight > 1);
        assert_eq!(weights(&table), listed.map(|(id, weight)| (*id, *weight)).collect(), "{encoding}");
        let header = format!(
            "# {encoding}: token counts of 4 messages, {} tokens; vocabulary size {}; ids not listed have count",
            expected.values().sum::<u64>(),
            encoding.vocab_size()
        );
        assert_eq!(part.lines().next().unwrap(), format!("{header} 0"));
        assert_eq!(table.lines().next().unwrap(), format!("{header} 1"));
    }
}

#[test]
fn ids_are_sorted_by_frequency_and_the_command_accepts_the_table() {
    let corpus = Corpus::new();
    corpus.train(&["counts", "--encoding", "r50k_base", "chats.jsonl", "-o", "own.tsv"]);
    let file = fs::read_to_string(corpus.path("own.tsv")).unwrap();
    let lines: Vec<(u32, u64)> = file
        .lines()
        .skip(1)
        .map(|line| line.split_once('\t').unwrap())
        .map(|(id, weight)| (id.parse().unwrap(), weight.parse().unwrap()))
        .collect();
    assert!(lines.len() > 5 && lines.is_sorted_by_key(|(id, weight)| (u64::MAX - weight, *id)), "{file}");
    let table = Table::from_counts(file.as_bytes()).unwrap();
    assert_eq!(table.rank(lines[0].0), Some(0));

    let table = corpus.path("own.tsv");
    let code = |command, input: &[u8]| {
        let codec = ["--format", "payload", "--encoding", "r50k_base", "--table", &table];
        let mut tokenwire = assert_cmd::Command::cargo_bin("tokenwire").unwrap();
        tokenwire.arg(command).args(codec).write_stdin(input).assert().success().get_output().stdout.clone()
    };
    assert_eq!(code("decode", &code("encode", b"The sky is blue.")), b"The sky is blue.");
}

#[test]
fn messages_are_weighted_by_kind() {
    let corpus = Corpus::new();
    let base = ["counts", "--encoding", "o200k_base", "chats.jsonl", "--partial"];
    let table = corpus.train(&[&base[..], &["--weight", "tool=3", "--weight", "assistant=0"]].concat());
    assert_eq!(weights(&table), counted(Encoding::O200kBase, &chats(0, 3)));
    let header = table.lines().next().unwrap();
    let tokens: u64 = counted(Encoding::O200kBase, &chats(0, 1)).values().sum();
    let expected = format!("of 3 messages, {tokens} tokens; weights assistant=0 tool=3; vocabulary");
    assert!(header.contains(&expected), "{header}");

    let missing = corpus.run(&[&base[..], &["--weight", "tol=3"]].concat());
    assert!(missing.status.success());
    assert_eq!(stderr(&missing), "warning: --weight tol=3: no message has this kind; check the spelling\n");
    corpus.fails(&[&base[..], &["--weight", "tool"]].concat(), 2, "expected KIND=W");
    corpus.fails(
        &[&base[..], &["--weight", "tool=1001"]].concat(),
        2,
        "expected a whole number W from 0 to 1000, not `1001`",
    );
    corpus.fails(&[&base[..], &["--weight", "a;b=1"]].concat(), 2, "must have no semicolon");
    let twice = [&base[..], &["--weight", "tool=1", "--weight", "tool=2"]].concat();
    corpus.fails(&twice, 2, "more than one --weight for `tool`");
}

#[test]
fn every_format_and_compression_has_the_same_counts() {
    let corpus = Corpus::new();
    let base = ["counts", "--encoding", "cl100k_base"];
    let expected = corpus.train(&[&base[..], &["chats.jsonl"]].concat());
    let (first, rest) = CHATS.split_once('\n').unwrap();
    corpus.put("all.ndjson.zst", &zstd::encode_all(CHATS.as_bytes(), 3).unwrap());
    corpus.put("one.jsonl", first.as_bytes());
    corpus.put("rest.JSONL.ZST", &zstd::encode_all(rest.as_bytes(), 3).unwrap());
    corpus.put("all", format!("\u{feff}{}", CHATS.replace('\n', "\r\n")).as_bytes());
    for inputs in [
        &["all.ndjson.zst"][..],
        &["one.jsonl", "rest.JSONL.ZST"],
        &["--from", "jsonl", "all"],
        &["--threads", "1", "chats.jsonl"],
        &["--threads", "9", "chats.jsonl", "--quiet"],
    ] {
        assert_eq!(corpus.train(&[&base[..], inputs].concat()), expected, "{inputs:?}");
    }
    assert_eq!(
        corpus.pipe(&["counts", "--encoding", "cl100k_base", "--from", "jsonl", "-"], CHATS.as_bytes()),
        expected
    );

    corpus.put("chats.txt.zst", &zstd::encode_all(CHATS.as_bytes(), 3).unwrap());
    corpus.put("chats.txt", CHATS.as_bytes());
    let text = corpus.train(&[&base[..], &["chats.txt", "--partial"]].concat());
    assert_eq!(weights(&text), counted(Encoding::Cl100kBase, &[(CHATS, 1)]));
    assert!(text.contains(" of 1 messages, "));
    for inputs in [&["chats.txt.zst"][..], &["--from", "text", "chats.jsonl"]] {
        assert_eq!(corpus.train(&[&base[..], inputs, &["--partial"]].concat()), text, "{inputs:?}");
    }
    assert_eq!(
        corpus.pipe(&["counts", "--encoding", "cl100k_base", "--partial", "-"], CHATS.as_bytes()),
        text
    );
}

#[test]
fn ids_of_any_vocabulary_are_counted() {
    let corpus = Corpus::new();
    corpus.put("ids.jsonl", b"[5, 5, 2]\n\n{\"ids\": [2, 9, 9], \"k\": \"tool\", \"n\": 1}\n[]\n");
    corpus.put("ids.txt", b"5\n5\n2\r\n[9, 9]\n");
    let base = ["counts", "--from", "ids", "--size", "10"];
    let table = corpus.train(&[&base[..], &["ids.jsonl", "--weight", "tool=2"]].concat());
    let header = "# ids: token counts of 3 messages, 6 tokens; weights tool=2; vocabulary size 10; ids not listed have count 1";
    assert_eq!(table, format!("{header}\n9\t4\n2\t3\n5\t2\n"));
    let table = corpus.train(&[&base[..], &["ids.txt"]].concat());
    let header =
        "# ids: token counts of 2 messages, 5 tokens; vocabulary size 10; ids not listed have count 1";
    assert_eq!(table, format!("{header}\n5\t2\n9\t2\n"));

    let ids = ["counts", "--encoding", "gpt2", "--from", "ids", "ids.txt"];
    assert!(corpus.train(&ids).starts_with("# gpt2: token counts of 2 messages, 5 tokens; "));
    corpus.put("big.jsonl", b"[1]\n\n[1, 10]\n");
    corpus.fails(
        &["counts", "--from", "ids", "--size", "10", "big.jsonl"],
        1,
        "big.jsonl:3: id 10 is not below the vocabulary size 10",
    );
    corpus.put("bad.txt", b"1\n+2\n");
    corpus.fails(&[&base[..], &["bad.txt"]].concat(), 1, "bad.txt:2: `+2` is not a token id");
    corpus.put("bad.jsonl", b"[1]\n[1, -2]\n");
    corpus.fails(&[&base[..], &["bad.jsonl"]].concat(), 1, "bad.jsonl:2: invalid value: integer `-2`");
    corpus.put("bad.jsonl", b"{\"id\": [1]}\n");
    corpus.fails(&[&base[..], &["bad.jsonl"]].concat(), 1, "bad.jsonl:1: missing field `ids`");
}

#[test]
fn smoothing_applies_only_to_ordinary_tokens() {
    let corpus = Corpus::new();
    let encoding = Encoding::O200kHarmony;
    let args = ["counts", "--encoding", "o200k_harmony", "chats.jsonl", "--smoothing", "1000000"];
    let table = corpus.train(&args);
    assert!(
        table.lines().next().unwrap().contains(" tokens; smoothing 1000000/(id + 1024); vocabulary size ")
    );
    let counts = counted(encoding, &chats(1, 1));
    let mut expected = BTreeMap::new();
    for id in 0..encoding.vocab_size() {
        // The last ordinary id of this vocabulary is 199,997. A gap and the special tokens follow.
        let smoothing = if id <= 199_997 { 1_000_000 / (u64::from(id) + 1024) } else { 0 };
        expected.insert(id, smoothing + counts.get(&id).copied().unwrap_or_default());
    }
    expected.retain(|_, weight| *weight > 1);
    assert_eq!(weights(&table), expected);

    corpus.put("ids.jsonl", b"[3]\n");
    let ids = ["counts", "--from", "ids", "--size", "4", "ids.jsonl", "--smoothing", "2050"];
    assert_eq!(weights(&corpus.train(&ids)), [(0, 2), (1, 2), (3, 2)].into());
    let both = ["counts", "--from", "ids", "--size", "4", "ids.jsonl", "--smoothing", "0", "--partial"];
    corpus.fails(&both, 2, "cannot be used with");
}
