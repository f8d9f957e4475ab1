//! What a file of a corpus holds, by its name.

use clap::ValueEnum;
use std::ffi::OsStr;
use std::path::Path;

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// One text
    Text,
    /// A message a line, as JSON
    Jsonl,
    /// Token ids: an id, a JSON array of ids, or JSON with such an array in field `ids`, a line
    Ids,
}

impl Form {
    /// A guess; standard input is text.
    pub(crate) fn of(path: &Path) -> Self {
        let unpacked = path.with_extension("");
        let path = if is_zstd(path) { &unpacked } else { path };
        if has_extension(path, "jsonl") || has_extension(path, "ndjson") { Self::Jsonl } else { Self::Text }
    }
}

pub(super) fn is_zstd(path: &Path) -> bool {
    has_extension(path, "zst")
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().and_then(OsStr::to_str).is_some_and(|found| found.eq_ignore_ascii_case(extension))
}
