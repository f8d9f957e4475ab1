//! Recordings by name.

use super::recording::{Form, Recording};
use bytes::Bytes;
use std::collections::BTreeMap;

/// Recordings by name.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    entries: BTreeMap<String, Entry>,
}

/// One answer, streamed and not.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) stream: Option<Recording>,
    pub(super) json: Option<Recording>,
}

/// Whether a file of this name is a recording.
pub(super) fn takes(name: &str) -> bool {
    parts(name).is_some()
}

fn parts(name: &str) -> Option<(&str, Form)> {
    let (stem, extension) = name.rsplit_once('.')?;
    Some((stem, Form::of(extension)?))
}

impl Shelf {
    pub(super) fn add(&mut self, name: &str, bytes: Bytes) {
        let Some((stem, form)) = parts(name) else { return };
        let entry = self.entries.entry(stem.to_owned()).or_default();
        let place = if form == Form::Json { &mut entry.json } else { &mut entry.stream };
        *place = Some(Recording::new(bytes, form));
    }

    /// An entry with its name as it lives here.
    pub(super) fn get(&self, stem: &str) -> Option<(&str, &Entry)> {
        self.entries.get_key_value(stem).map(|(stem, entry)| (stem.as_str(), entry))
    }

    pub(super) fn stems(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }
}
