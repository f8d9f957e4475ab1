//! The roles of the slots in known servers' events, by their keys. Only the encoder knows them.

use crate::event::{Kind, Position};
use crate::record::Role;
use memchr::memchr;

/// The keys of new text.
const TEXT_KEYS: [&[u8]; 13] = [
    b"content",
    b"text",
    b"delta",
    b"arguments",
    b"partial_json",
    b"thinking",
    b"reasoning_content",
    b"reasoning",
    b"response",
    b"refusal",
    b"transcript",
    b"tool_plan",
    b"value",
];

/// The keys of the ids of new tokens.
const ID_KEYS: [&[u8]; 4] = [b"token_ids", b"tokens", b"output_ids", b"completion_token_ids"];

/// The role that a slot's key suggests.
pub(super) fn role(event: &[u8], position: &Position) -> Role {
    let key = position.key(event);
    match position.kind {
        Kind::String if TEXT_KEYS.contains(&key) => Role::Text,
        Kind::Ints if ID_KEYS.contains(&key) => Role::Ids,
        _ => Role::Plain,
    }
}

/// Treats times under a key of text as strings: an answer may happen to be a time.
pub(super) fn treat_text_as_strings(event: &[u8], positions: &mut [Position]) {
    for position in positions.iter_mut().filter(|position| position.kind == Kind::Time) {
        if TEXT_KEYS.contains(&position.key(event)) {
            let offset_len = event.get(position.range.end..).and_then(|after| memchr(b'"', after));
            position.range.end += offset_len.unwrap_or_default();
            position.kind = Kind::String;
        }
    }
}

/// Whether an event repeats the content of earlier ones, so that its texts are not new.
pub(super) fn is_summary(event: &[u8], positions: &[Position]) -> bool {
    const SUFFIXES: [&[u8]; 4] = [b".done", b".completed", b".incomplete", b".failed"];
    let event_type = positions.iter().find(|position| position.key(event) == b"type");
    let event_type = event_type.map(|position| position.content(event)).unwrap_or_default();
    SUFFIXES.iter().any(|suffix| event_type.ends_with(suffix))
}

/// Whether a slot holds the number of the choice or part that an event belongs to.
pub(super) fn is_index(event: &[u8], position: &Position) -> bool {
    position.kind == Kind::Number && position.key(event).ends_with(b"index")
}
