//! Texts of the development corpora, or the committed samples where there are no corpora.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// A named set of texts.
pub struct Corpus {
    /// `"chat-en"` and so on, or `"samples"`.
    pub name: String,
    /// The messages.
    pub texts: Vec<String>,
}

const SETS: [&str; 4] = ["chat-en", "code", "tools", "multilingual"];

impl Corpus {
    /// Returns the development sets, or the samples if there are none.
    pub fn sets(folder: &Path) -> Vec<Self> {
        let exists = |name: &&str| set(folder, name).exists();
        let sets: Vec<_> = SETS.into_iter().filter(exists).map(|name| Self::dev(folder, name)).collect();
        if sets.is_empty() { vec![Self::samples(folder)] } else { sets }
    }

    /// Returns the set that speeds are measured with.
    pub fn chat(folder: &Path) -> Self {
        if set(folder, SETS[0]).exists() { Self::dev(folder, SETS[0]) } else { Self::samples(folder) }
    }

    fn dev(folder: &Path, name: &str) -> Self {
        let texts = texts(zstd::Decoder::new(File::open(set(folder, name)).unwrap()).unwrap(), usize::MAX);
        Self { name: name.into(), texts }
    }

    fn samples(folder: &Path) -> Self {
        eprintln!("No development corpora in {}: measuring the committed samples.", folder.display());
        Self { name: "samples".into(), texts: samples() }
    }
}

pub(crate) fn samples() -> Vec<String> {
    texts(&include_bytes!("../../examples/data/completions.jsonl")[..], usize::MAX)
}

/// Returns the first `bytes` bytes of text of each training file, or nothing if there are no files.
pub(crate) fn training(folder: &Path, bytes: usize) -> Vec<String> {
    let Ok(files) = folder.join("train").read_dir() else { return Vec::new() };
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    let read = |file| texts(zstd::Decoder::new(File::open(file).unwrap()).unwrap(), bytes);
    files.iter().flat_map(read).collect()
}

fn set(folder: &Path, name: &str) -> PathBuf {
    folder.join("dev").join(name).with_extension("jsonl.zst")
}

/// Returns the texts of JSON lines, up to `bytes` bytes in all.
fn texts(reader: impl std::io::Read, bytes: usize) -> Vec<String> {
    let mut left = bytes;
    let texts = BufReader::new(reader).lines().map(|line| text(&line.unwrap()));
    texts
        .take_while(|text| {
            let fits = left > 0;
            left = left.saturating_sub(text.len());
            fits
        })
        .collect()
}

fn text(line: &str) -> String {
    let object: serde_json::Value = serde_json::from_str(line).unwrap();
    object.get("t").or(object.get("text")).unwrap().as_str().unwrap().into()
}
