//! A zstd dictionary, trained on the same texts that tokenwire's tables were counted from.

use crate::corpus::{samples, training};
use std::path::Path;
use std::sync::OnceLock;

/// The default size of a zstd dictionary, in bytes.
const SIZE: usize = 112_640;
/// The number of bytes of text from each file. All files together have about a hundred times the size of the
/// dictionary, which zstd recommends.
const TEXT: usize = 2_000_000;

/// Returns the dictionary, which is trained once per process.
pub(crate) fn trained(corpus: &Path) -> &'static [u8] {
    static TRAINED: OnceLock<Vec<u8>> = OnceLock::new();
    TRAINED.get_or_init(|| train(corpus))
}

fn train(corpus: &Path) -> Vec<u8> {
    let texts = training(corpus, TEXT);
    if texts.is_empty() {
        eprintln!("no training texts in {}; training the zstd dictionary on the samples", corpus.display());
        return from_texts(&samples());
    }
    eprintln!("training the zstd dictionary on {} texts of the training corpora", texts.len());
    from_texts(&texts)
}

/// Trains a dictionary on these texts. Its size is at most a tenth of theirs, which matters for the few samples.
fn from_texts(texts: &[String]) -> Vec<u8> {
    let size: usize = texts.iter().map(String::len).sum();
    zstd::dict::from_samples(texts, SIZE.min(size / 10)).unwrap()
}
