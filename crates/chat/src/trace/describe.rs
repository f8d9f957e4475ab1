//! Describes the parts of a stream in words.

use crate::record::{Extent, ExtractedValue, Extraction, LaneEvent, Literal, Record, Role, TextValue, Value};
use crate::spelling::Part;
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
        Record::Style(style) => ("style", format!("escaping style {:012b}", style.bits())),
        Record::Literal(literal) if literal.extent == Extent::Piece => {
            ("piece", format!("{} bytes", literal.bytes.len()))
        }
        Record::Literal(literal) if literal.extent == Extent::LastPiece => {
            ("piece", format!("{} bytes, the last piece of the event", literal.bytes.len()))
        }
        Record::Literal(literal) => ("literal", self::literal(literal, vocabulary)),
        Record::Event(event) => ("event", lane_event(event, expected_lane, vocabulary)),
    }
}

fn literal(literal: &Literal, vocabulary: Option<Vocabulary>) -> String {
    let mut words = format!("{} bytes", literal.bytes.len());
    let copied: usize = literal.copies.iter().map(|copied| copied.reference.len).sum();
    if copied > 0 {
        let _ = write!(words, ", {copied} of them copied");
    }
    for ExtractedValue { slot, role, value } in &literal.extracted {
        let purpose = match role {
            Role::Plain => "string",
            Role::Explicit => "explicit",
            Role::Text => "text",
            Role::Ids => "ids of the text",
            Role::ForeignIds => "foreign ids",
        };
        let _ = write!(words, "; slot {slot} {purpose}");
        match value {
            Extraction::Value(value) => {
                let _ = write!(words, " {}", self::value(value, vocabulary));
            }
            Extraction::InPlace => words += " in place",
            Extraction::Ids => {}
        }
    }
    words
}

fn lane_event(event: &LaneEvent, expected_lane: Option<usize>, vocabulary: Option<Vocabulary>) -> String {
    let mut parts = Vec::new();
    if expected_lane != Some(event.lane) || event.fork {
        parts.push(format!("{}lane {}", if event.fork { "copy of " } else { "" }, event.lane));
    }
    for (slot, value) in &event.corrections {
        parts.push(format!("slot {slot} is {}", self::value(value, vocabulary)));
    }
    parts.extend(event.main.as_ref().map(|text| self::text(text, vocabulary)));
    parts.extend(event.explicit.iter().map(|value| self::value(value, vocabulary)));
    if parts.is_empty() { "all as predicted".into() } else { parts.join("; ") }
}

fn value(value: &Value, vocabulary: Option<Vocabulary>) -> String {
    match value {
        Value::Text(text) => self::text(text, vocabulary),
        Value::Code(code) => format!("code {code}"),
        Value::Verbatim(bytes) => format!("bytes \"{}\"", bytes.escape_ascii()),
        Value::Ints(ints) => format!("{ints:?}"),
    }
}

fn text(text: &TextValue, vocabulary: Option<Vocabulary>) -> String {
    match text {
        TextValue::Spelled(parts) => parts.iter().map(part).collect::<Vec<String>>().join(" + "),
        TextValue::Slot(slot) => format!("the content of slot {slot}"),
        TextValue::Append { kept, suffix } => {
            format!("{kept} bytes of the last content and {}", tokens(suffix, vocabulary))
        }
        TextValue::Repeat(reference) => {
            format!("{} bytes of text from {} back", reference.len, reference.distance)
        }
        TextValue::Tokens(ids) if ids.is_empty() => "empty".into(),
        TextValue::Tokens(ids) => tokens(ids, vocabulary),
    }
}

fn part(part: &Part) -> String {
    match part {
        Part::Raw(bytes) => format!("bytes \"{}\"", bytes.escape_ascii()),
        Part::Earlier(reference) => {
            format!("{} bytes of the history from {} back", reference.len, reference.distance)
        }
        Part::Packed { alphabet, characters } => {
            format!("{} \"{}\"", alphabet.name(), characters.escape_ascii())
        }
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
