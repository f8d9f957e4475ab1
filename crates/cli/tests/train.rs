//! `train`: counts are correct for every format of the corpus, errors name their position, and no file is half written.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

#[path = "train/chunks.rs"]
mod chunks;
#[path = "train/corpus.rs"]
mod corpus;
#[path = "train/counting.rs"]
mod counting;
#[path = "train/failing.rs"]
mod failing;
#[path = "train/merging.rs"]
mod merging;

use corpus::Corpus;
use std::fs;
use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

#[test]
fn a_killed_run_leaves_the_folder_unchanged() {
    let corpus = Corpus(tempfile::tempdir().unwrap());
    for old in [None, Some("old")] {
        if let Some(old) = old {
            corpus.put("own.tsv", old.as_bytes());
        }
        let before = corpus.names();
        let args = ["counts", "--encoding", "o200k_base", "-", "-o", "own.tsv"];
        let mut child = corpus.command(&args).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // Enough input that the command is still counting when it is killed. The input never ends.
        stdin.write_all("Some words.\n".repeat(300_000).as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(200));
        assert_eq!(child.try_wait().unwrap(), None);
        child.kill().unwrap();
        child.wait().unwrap();
        drop(stdin);
        assert_eq!(corpus.names(), before);
        assert_eq!(fs::read_to_string(corpus.path("own.tsv")).ok().as_deref(), old);
    }
}

#[test]
fn the_table_of_the_sample_completions_equals_the_committed_table() {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/data/completions.jsonl");
    let expected = include_str!("data/completions.r50k.tsv");
    let table = Corpus::new().train(&["counts", "--encoding", "r50k_base", sample]);
    assert!(table == expected, "the table has changed; see the first line: {:?}", table.lines().next());
}
