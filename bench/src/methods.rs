//! The lists of methods that benches measure.

use crate::ours::{codecs, documents, words};
use crate::{Method, plain::plain, tacc::tacc, texts::texts};
use std::path::Path;
use tokenwire::Encoding;

/// Returns all methods, those of text compressors last.
pub fn all(encoding: Encoding, corpus: &Path) -> Vec<Method> {
    let mut all = of_ids(encoding);
    all.extend(texts(corpus));
    all
}

/// Returns the methods that encode and decode token ids.
fn of_ids(encoding: Encoding) -> Vec<Method> {
    let mut all = tacc(encoding);
    all.extend(codecs(encoding));
    all.extend(documents(encoding));
    all.extend(words(encoding));
    all.extend(plain(encoding));
    all
}

/// Returns the methods of token ids that never deflate, not even to compare sizes.
pub fn fast(encoding: Encoding) -> Vec<Method> {
    let slow = |method: &Method| method.name.contains("gzip") || method.name.contains("stable");
    of_ids(encoding).into_iter().filter(|method| !slow(method)).collect()
}
