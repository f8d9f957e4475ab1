//! zstd's dictionary, learned from what our tables were counted from.

use super::corpus::{samples, training};
use std::path::Path;
use std::sync::OnceLock;

/// zstd's own default.
const SIZE: usize = 112_640;
/// Of each file; all together some hundred times the dictionary, as zstd recommends.
const TEXT: usize = 2_000_000;

/// Learned once a process.
pub(super) fn trained(corpus: &Path) -> &'static [u8] {
    static TRAINED: OnceLock<Vec<u8>> = OnceLock::new();
    TRAINED.get_or_init(|| train(corpus))
}

fn train(corpus: &Path) -> Vec<u8> {
    let texts = training(corpus, TEXT);
    if texts.is_empty() {
        eprintln!("No texts to learn from in {}: the dictionary is of the samples.", corpus.display());
        return of(&samples());
    }
    eprintln!("zstd's dictionary is of {} texts of the training corpora.", texts.len());
    of(&texts)
}

/// Samples are few: a dictionary may hold a tenth of them at most.
fn of(texts: &[String]) -> Vec<u8> {
    let size: usize = texts.iter().map(String::len).sum();
    zstd::dict::from_samples(texts, SIZE.min(size / 10)).unwrap()
}
