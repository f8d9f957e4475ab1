//! The lists of methods for the benches.

use crate::ours::{codecs, documents, words};
use crate::{Method, plain::plain, tacc::tacc, texts::texts};
use std::path::Path;
use tokenwire::Encoding;

/// Returns all methods, with the text compressors last.
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

/// Returns the methods for token ids that never run deflate. The stable coder choice does, to compare sizes.
pub fn fast(encoding: Encoding) -> Vec<Method> {
    let slow = |method: &Method| method.name.contains("gzip") || method.name.contains("stable");
    of_ids(encoding).into_iter().filter(|method| !slow(method)).collect()
}
