//! zstd's dictionary, trained on the texts that tokenwire's tables were counted from.

use crate::corpus::{samples, training};
use std::path::Path;
use std::sync::OnceLock;

/// zstd's default size of a dictionary, in bytes.
const SIZE: usize = 112_640;
/// Bytes of text of each file. All files give about a hundred times the dictionary's size, as zstd recommends.
const TEXT: usize = 2_000_000;

/// Returns the dictionary, which is trained once a process.
pub(crate) fn trained(corpus: &Path) -> &'static [u8] {
    static TRAINED: OnceLock<Vec<u8>> = OnceLock::new();
    TRAINED.get_or_init(|| train(corpus))
}

fn train(corpus: &Path) -> Vec<u8> {
    let texts = training(corpus, TEXT);
    if texts.is_empty() {
        eprintln!("No training texts in {}: the dictionary is trained on the samples.", corpus.display());
        return from_texts(&samples());
    }
    eprintln!("zstd's dictionary is trained on {} texts of the training corpora.", texts.len());
    from_texts(&texts)
}

/// Trains on these texts. The samples are few, so the dictionary is at most a tenth of them.
fn from_texts(texts: &[String]) -> Vec<u8> {
    let size: usize = texts.iter().map(String::len).sum();
    zstd::dict::from_samples(texts, SIZE.min(size / 10)).unwrap()
}
