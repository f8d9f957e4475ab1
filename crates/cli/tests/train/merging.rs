//! Merged parts equal the table of the whole corpus, and weights that are too large are rejected.

use crate::corpus::Corpus;

#[test]
fn merged_parts_equal_the_table_of_the_whole_corpus() {
    let corpus = Corpus::new();
    corpus.put("more.jsonl", b"{\"t\": \"More of the sky.\", \"k\": \"tool\"}\n");
    let options = ["--encoding", "p50k_edit", "--weight", "tool=2"];
    let count = |args: &[&str]| corpus.train(&[&["counts"][..], &options, args].concat());
    for (input, part) in [("chats.jsonl", "a.part"), ("more.jsonl", "b.part")] {
        count(&[input, "--partial", "-o", part]);
    }
    for smoothing in ["0", "262144"] {
        let whole = count(&["chats.jsonl", "more.jsonl", "--smoothing", smoothing]);
        let merged = corpus.train(&["merge", "a.part", "b.part", "--smoothing", smoothing]);
        assert_eq!(merged, whole);
    }
    let whole = count(&["chats.jsonl", "more.jsonl", "--partial"]);
    assert_eq!(corpus.train(&["merge", "b.part", "a.part", "--partial", "-o", "-"]), whole);

    corpus.train(&["counts", "--encoding", "p50k_edit", "more.jsonl", "--partial", "-o", "c.part"]);
    let mixed = corpus.train(&["merge", "a.part", "c.part", "--partial"]);
    assert!(mixed.starts_with("# p50k_edit: token counts of 5 messages, "), "{mixed}");
    assert!(!mixed.contains("weights"), "{mixed}");
}

#[test]
fn files_of_other_programs_can_be_merged() {
    let corpus = Corpus::new();
    corpus.put("x.tsv", b"# x: vocabulary size 50257; ids not listed have count 0\n7\t3\n");
    corpus.put("y.tsv", b"# gpt2: token counts of 1 messages, 4 tokens; vocabulary size 50257; ids not listed have count 0\n7\t3\n8\t1\n");
    let table = corpus.train(&["merge", "x.tsv", "y.tsv", "--encoding", "gpt2"]);
    assert_eq!(table, "# gpt2: token counts; vocabulary size 50257; ids not listed have count 1\n7\t6\n");
    corpus.fails(
        &["merge", "x.tsv"],
        1,
        "x.tsv: `x` is not an encoding of 50257 ids; name the encoding with --encoding",
    );
    let encoding = ["merge", "y.tsv", "--encoding", "o200k_base"];
    corpus.fails(&encoding, 1, "y.tsv: the file counts a vocabulary of 50257 ids, but o200k_base has 200019");
}

#[test]
fn rejects_parts_of_different_vocabularies() {
    let corpus = Corpus::new();
    let header = |name, size, unlisted| {
        format!("# {name}: vocabulary size {size}; ids not listed have count {unlisted}\n")
    };
    corpus.put("a.part", header("ids", 9, 0).as_bytes());
    corpus.put("b.part", header("ids", 8, 0).as_bytes());
    corpus.put("final.tsv", header("ids", 9, 1).as_bytes());
    corpus.put("r50k.part", header("r50k_base", 50257, 0).as_bytes());
    corpus.put("gpt2.part", header("gpt2", 50257, 0).as_bytes());
    corpus.put("bad.part", b"1\t2\n");
    corpus.fails(
        &["merge", "a.part", "b.part"],
        1,
        "b.part: its vocabulary is ids of size 8, but the earlier parts have ids of size 9; merge only parts of the same vocabulary",
    );
    let other = "gpt2.part: its vocabulary is gpt2 of size 50257, but the earlier parts have r50k_base of size 50257; name the encoding";
    corpus.fails(&["merge", "r50k.part", "gpt2.part"], 1, other);
    let last = "final.tsv: the file is a final table, not a part; count again with --partial";
    corpus.fails(&["merge", "a.part", "final.tsv"], 1, last);
    corpus.fails(&["merge", "a.part", "bad.part"], 1, "bad.part: counts file, line 1: ");
    corpus.fails(&["merge", "a.part"], 1, "the input contains no tokens to count");
    corpus.fails(&["merge", "no.part"], 1, "no.part: ");
}

#[test]
fn rejects_weights_whose_sum_exceeds_64_bits() {
    let corpus = Corpus::new();
    corpus.put("a.part", b"# ids: vocabulary size 2; ids not listed have count 0\n0\t18446744073709551615\n");
    corpus.put("b.part", b"# ids: vocabulary size 2; ids not listed have count 0\n0\t1\n");
    let large = "the weights add up to more than 2^64 - 1";
    corpus.fails(&["merge", "a.part", "b.part", "--partial"], 1, large);
    corpus.fails(&["merge", "a.part", "b.part"], 1, large);
    // In a final table, id 1 has at least weight 1.
    corpus.fails(&["merge", "a.part"], 1, large);
    assert!(corpus.train(&["merge", "a.part", "--partial"]).ends_with("\n0\t18446744073709551615\n"));
    corpus.fails(
        &["counts", "--encoding", "gpt2", "chats.jsonl", "--smoothing", "18446744073709551615"],
        1,
        large,
    );
}
