//! Describes the parts of a stream in words.

use crate::record::{ExtractedValue, LaneEvent, Literal, Record, Role, TextValue, Value};
use std::fmt::Write;
use tokenwire::{Encoding, StreamHeader, Vocabulary};

pub(super) fn header(header: &StreamHeader) -> String {
    let encoding = header.table().encoding().map_or("a custom vocabulary", Encoding::name);
    let dictionary = header.dictionary().unwrap_or_default();
    let (coder, table) = (header.coder(), header.table().name());
    format!("events by {coder}; {encoding}, table {table}, dictionary {dictionary}")
}

/// Returns a record's kind and description.
pub(super) fn record(
    record: &Record,
    expected_lane: Option<usize>,
    vocabulary: Option<Vocabulary>,
) -> (&'static str, String) {
    match record {
        Record::Style(style) => {
            ("style", format!("strings are written with the habits {:012b}", style.bits()))
        }
        Record::Literal(literal) if literal.partial => ("piece", format!("{} bytes", literal.bytes.len())),
        Record::Literal(literal) => ("literal", self::literal(literal, vocabulary)),
        Record::Event(event) => ("event", lane_event(event, expected_lane, vocabulary)),
    }
}

fn literal(literal: &Literal, vocabulary: Option<Vocabulary>) -> String {
    let mut words = format!("{} bytes", literal.bytes.len());
    for ExtractedValue { slot, role, value } in &literal.extracted {
        let purpose = match role {
            Role::Plain => "string",
            Role::Explicit => "changing",
            Role::Text => "text",
            Role::Ids => "ids of the text",
            Role::ForeignIds => "foreign ids",
        };
        let _ = write!(words, "; slot {slot} {purpose}");
        if let Some(value) = value {
            let _ = write!(words, " {}", self::value(value, vocabulary));
        }
    }
    words
}

fn lane_event(event: &LaneEvent, expected_lane: Option<usize>, vocabulary: Option<Vocabulary>) -> String {
    let mut parts = Vec::new();
    if expected_lane != Some(event.lane) || event.fork {
        parts.push(format!("lane {}{}", event.lane, if event.fork { ", forked" } else { "" }));
    }
    for (slot, value) in &event.corrections {
        parts.push(format!("slot {slot} is {}", self::value(value, vocabulary)));
    }
    parts.extend(event.main.as_ref().map(|text| self::text(text, vocabulary)));
    parts.extend(event.explicit.iter().map(|value| self::value(value, vocabulary)));
    if parts.is_empty() { "as expected".into() } else { parts.join("; ") }
}

fn value(value: &Value, vocabulary: Option<Vocabulary>) -> String {
    match value {
        Value::Text(text) => self::text(text, vocabulary),
        Value::Code(code) => format!("number {code}"),
        Value::Verbatim(bytes) => format!("spelled {}", bytes.escape_ascii()),
        Value::Ints(ints) => format!("{ints:?}"),
    }
}

fn text(text: &TextValue, vocabulary: Option<Vocabulary>) -> String {
    match text {
        TextValue::Raw(bytes) => format!("raw \"{}\"", bytes.escape_ascii()),
        TextValue::Repeat { reference, suffix } => {
            let mut words = format!("{} bytes of text from {} back", reference.len, reference.distance);
            if !suffix.is_empty() {
                words += &format!(" and {}", tokens(suffix, vocabulary));
            }
            words
        }
        TextValue::Tokens(ids) if ids.is_empty() => "empty".into(),
        TextValue::Tokens(ids) => tokens(ids, vocabulary),
    }
}

fn tokens(ids: &[u32], vocabulary: Option<Vocabulary>) -> String {
    let bytes = |id: &u32| vocabulary.and_then(|vocabulary| vocabulary.token(*id)).unwrap_or(b"?");
    let tokens = ids.iter().map(|id| format!("{id} {:?}", String::from_utf8_lossy(bytes(id))));
    tokens.collect::<Vec<String>>().join(", ")
}

#[cfg(feature = "serde")]
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
