//! The texts of the development corpora, or the committed samples if there are no corpora.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// A named set of texts.
pub struct Corpus {
    /// The name, such as `"chat-en"` or `"samples"`.
    pub name: String,
    /// The texts, one per message.
    pub texts: Vec<String>,
}

const SETS: [&str; 4] = ["chat-en", "code", "tools", "multilingual"];

impl Corpus {
    /// Returns the development sets, or the committed samples if there are none.
    pub fn sets(folder: &Path) -> Vec<Self> {
        let exists = |name: &&str| set(folder, name).exists();
        let sets: Vec<_> = SETS.into_iter().filter(exists).map(|name| Self::dev(folder, name)).collect();
        if sets.is_empty() { vec![Self::samples(folder)] } else { sets }
    }

    /// Returns the set for measuring speed.
    pub fn chat(folder: &Path) -> Self {
        if set(folder, SETS[0]).exists() { Self::dev(folder, SETS[0]) } else { Self::samples(folder) }
    }

    fn dev(folder: &Path, name: &str) -> Self {
        let texts = texts(zstd::Decoder::new(File::open(set(folder, name)).unwrap()).unwrap(), usize::MAX);
        Self { name: name.into(), texts }
    }

    fn samples(folder: &Path) -> Self {
        eprintln!("no development corpora in {}; using the committed samples", folder.display());
        Self { name: "samples".into(), texts: samples() }
    }
}

/// Returns the texts of the committed samples.
pub(crate) fn samples() -> Vec<String> {
    texts(&include_bytes!("../../examples/data/completions.jsonl")[..], usize::MAX)
}

/// Returns about the first `bytes` bytes of text from each training file, or nothing if there are no files.
pub(crate) fn training(folder: &Path, bytes: usize) -> Vec<String> {
    let Ok(files) = folder.join("train").read_dir() else { return Vec::new() };
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    let read = |file| texts(zstd::Decoder::new(File::open(file).unwrap()).unwrap(), bytes);
    files.iter().flat_map(read).collect()
}

/// Returns the path of a development set.
fn set(folder: &Path, name: &str) -> PathBuf {
    folder.join("dev").join(name).with_extension("jsonl.zst")
}

/// Returns the texts of a file of JSON lines. Stops after the text that reaches `bytes` bytes in total.
fn texts(reader: impl std::io::Read, bytes: usize) -> Vec<String> {
    let mut remaining = bytes;
    let texts = BufReader::new(reader).lines().map(|line| text(&line.unwrap()));
    texts
        .take_while(|text| {
            let is_wanted = remaining > 0;
            remaining = remaining.saturating_sub(text.len());
            is_wanted
        })
        .collect()
}

/// Returns the text of a JSON line.
fn text(line: &str) -> String {
    let object: serde_json::Value = serde_json::from_str(line).unwrap();
    object.get("t").or(object.get("text")).unwrap().as_str().unwrap().into()
}
