//! A small corpus, and its expected counts.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;
use tokenwire::{Encoding, Tokenizer};

/// A corpus of four messages.
pub(crate) const CHATS: &str = r#"{"t": "What colour is the sky?", "k": "user"}
{"t": "Blue, mostly; red when the sun goes down.\n\n- Why?\n- The air scatters blue light.", "k": "assistant"}

{"text": "get_sky(colour='blue', colour2='blue')", "k": "tool"}
{"text": "Der Himmel ist blau, 空は青い."}
"#;

/// A temporary folder for a corpus and for tables.
pub(crate) struct Corpus(pub(crate) TempDir);

impl Corpus {
    pub(crate) fn new() -> Self {
        let corpus = Self(tempfile::tempdir().unwrap());
        corpus.put("chats.jsonl", CHATS.as_bytes());
        corpus
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn put(&self, name: &str, bytes: &[u8]) -> String {
        fs::write(self.0.path().join(name), bytes).unwrap();
        self.path(name)
    }

    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Runs `train` in the folder, expects success and an empty standard error, and returns the output.
    pub(crate) fn train(&self, args: &[&str]) -> String {
        let output = self.run(args);
        assert!(output.status.success(), "{args:?}: {}", stderr(&output));
        assert_eq!(stderr(&output), "", "{args:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs `train` with this standard input, and returns the output.
    pub(crate) fn pipe(&self, args: &[&str], input: &[u8]) -> String {
        let mut command = assert_cmd::Command::from_std(self.command(args));
        String::from_utf8(command.write_stdin(input).output().unwrap().stdout).unwrap()
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("tokenwire"));
        command.current_dir(self.0.path()).arg("train").args(args).stdin(Stdio::null());
        command
    }

    /// Runs `train`, expects this exit code and this text on standard error, and checks that the folder is unchanged.
    pub(crate) fn fails(&self, args: &[&str], code: i32, message: &str) {
        let before = self.names();
        let output = self.run(&[args, &["-o", "out.tsv"]].concat());
        let stderr = stderr(&output);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {stderr}");
        assert!(stderr.contains(message), "{args:?}: {stderr}");
        assert_eq!(self.names(), before, "{args:?}");
    }
}

/// Parses a table: returns the weight of each listed id.
pub(crate) fn weights(table: &str) -> BTreeMap<u32, u64> {
    let lines = table.lines().skip(1).map(|line| line.split_once('\t').unwrap());
    lines.map(|(id, weight)| (id.parse().unwrap(), weight.parse().unwrap())).collect()
}

/// Counts the ids in texts. Each text has a weight.
pub(crate) fn counted(encoding: Encoding, texts: &[(&str, u64)]) -> BTreeMap<u32, u64> {
    let mut counts = BTreeMap::new();
    for (text, weight) in texts {
        for id in Tokenizer::new(encoding).encode(text) {
            *counts.entry(id).or_default() += weight;
        }
    }
    counts.retain(|_, weight| *weight > 0);
    counts
}

/// Returns the texts of [`CHATS`], with these weights for the kinds `assistant` and `tool`.
pub(crate) fn chats(assistant: u64, tool: u64) -> [(&'static str, u64); 4] {
    [
        ("What colour is the sky?", 1),
        ("Blue, mostly; red when the sun goes down.\n\n- Why?\n- The air scatters blue light.", assistant),
        ("get_sky(colour='blue', colour2='blue')", tool),
        ("Der Himmel ist blau, 空は青い.", 1),
    ]
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}
