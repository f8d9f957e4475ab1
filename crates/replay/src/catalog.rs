//! Recordings by name.

use crate::recording::{Format, Recording};
use bytes::Bytes;
use std::collections::BTreeMap;

/// Recordings by name.
#[derive(Debug, Default)]
pub(crate) struct Catalog {
    entries: BTreeMap<String, Entry>,
}

/// The recordings of one name.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    pub(crate) stream: Option<Recording>,
    pub(crate) json: Option<Recording>,
}

/// Returns whether a file of this name is a recording.
pub(crate) fn is_recording(name: &str) -> bool {
    parts(name).is_some()
}

fn parts(name: &str) -> Option<(&str, Format)> {
    let (stem, extension) = name.rsplit_once('.')?;
    Some((stem, Format::from_extension(extension)?))
}

impl Catalog {
    pub(crate) fn add(&mut self, name: &str, bytes: Bytes) {
        let Some((stem, format)) = parts(name) else { return };
        let entry = self.entries.entry(stem.to_owned()).or_default();
        let place = if format == Format::Json { &mut entry.json } else { &mut entry.stream };
        *place = Some(Recording::new(bytes, format));
    }

    /// Returns an entry, and its name as a reference into the catalog.
    pub(crate) fn get(&self, name: &str) -> Option<(&str, &Entry)> {
        self.entries.get_key_value(name).map(|(name, entry)| (name.as_str(), entry))
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }
}
