//! A part of a stream, as a report shows it.

use serde::Serialize;
use std::borrow::Cow;
use tokenwire_chat::Trace;

#[derive(Serialize)]
pub(super) struct Part {
    offset: usize,
    length: usize,
    kind: &'static str,
    detail: String,
    /// The bytes that it stands for, if they are UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<String>,
    /// If they are not, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    hex: Option<String>,
    /// Their beginning, for people.
    #[serde(skip)]
    shown: String,
}

pub(super) const HEADING: &str = "  offset  length  kind     what it says";

/// Most characters of the bytes that are shown.
const MOST: usize = 80;

impl From<Trace> for Part {
    fn from(trace: Trace) -> Self {
        let shown = shown(&trace.bytes);
        let (bytes, hex) = match String::from_utf8(trace.bytes) {
            Ok(text) => (Some(text).filter(|text| !text.is_empty()), None),
            Err(error) => (None, Some(hex(error.as_bytes()))),
        };
        let Trace { at, kind, detail, .. } = trace;
        Self { offset: at.start, length: at.len(), kind, detail, bytes, hex, shown }
    }
}

impl Part {
    /// In a line, of so many columns if it has to fit.
    pub(super) fn line(&self, columns: Option<usize>) -> String {
        let Self { offset, length, kind, detail, shown, .. } = self;
        let arrow = if shown.is_empty() { "" } else { "  => " };
        let line = format!("{offset:>8}{length:>8}  {kind:<7}  {detail}{arrow}{shown}");
        columns
            .map_or(Cow::Borrowed(&*line), |columns| console::truncate_str(&line, columns, "…"))
            .into_owned()
    }
}

/// Without what a terminal takes for something else; quotes stay as they are, since JSON is full of them.
fn shown(bytes: &[u8]) -> String {
    // A character has 4 bytes at most; what is none becomes one.
    let start = bytes.get(..4 * MOST + 4).unwrap_or(bytes);
    let start = String::from_utf8_lossy(start);
    let mut characters = start.chars();
    let mut text = String::new();
    for character in characters.by_ref().take(MOST) {
        match character {
            '"' | '\'' | '\\' => text.push(character),
            other => text.extend(other.escape_debug()),
        }
    }
    if characters.next().is_some() { text + "…" } else { text }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
