//! The recordings by name.

use crate::recording::{Format, Recording};
use bytes::Bytes;
use std::collections::BTreeMap;

/// The recordings by name.
#[derive(Debug, Default)]
pub(crate) struct Catalog {
    entries: BTreeMap<String, Entry>,
}

/// The recordings of one name: an answer as a stream, and the same answer as JSON.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    pub(crate) stream: Option<Recording>,
    pub(crate) json: Option<Recording>,
}

/// Returns whether a file with this name is a recording.
pub(crate) fn is_recording(name: &str) -> bool {
    parts(name).is_some()
}

/// Splits a file name into the recording's name and its format, or returns `None` if the file is not a recording.
fn parts(name: &str) -> Option<(&str, Format)> {
    let (stem, extension) = name.rsplit_once('.')?;
    Some((stem, Format::from_extension(extension)?))
}

impl Catalog {
    pub(crate) fn add(&mut self, name: &str, bytes: Bytes) {
        let Some((stem, format)) = parts(name) else { return };
        let entry = self.entries.entry(stem.to_owned()).or_default();
        let recording = if format == Format::Json { &mut entry.json } else { &mut entry.stream };
        *recording = Some(Recording::new(bytes, format));
    }

    /// Returns an entry together with the catalog's copy of its name.
    pub(crate) fn get(&self, name: &str) -> Option<(&str, &Entry)> {
        self.entries.get_key_value(name).map(|(name, entry)| (name.as_str(), entry))
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }
}
