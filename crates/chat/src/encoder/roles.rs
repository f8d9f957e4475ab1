//! The roles of slots in the events of known servers, by the slots' keys. Only the encoder uses these keys.

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

/// The keys of the token ids of new text.
const ID_KEYS: [&[u8]; 4] = [b"token_ids", b"tokens", b"output_ids", b"completion_token_ids"];

/// Returns the role that a slot's key suggests.
pub(super) fn role(event: &[u8], position: &Position) -> Role {
    let key = position.key(event);
    match position.kind {
        Kind::String if TEXT_KEYS.contains(&key) || is_vercel_text(event, position) => Role::Text,
        Kind::Ints if ID_KEYS.contains(&key) => Role::Ids,
        _ => Role::Plain,
    }
}

/// Returns whether a string is the text of a line like `0:" ships"` or `g:" late"` (reasoning), as the Vercel AI SDK
/// writes them.
fn is_vercel_text(event: &[u8], position: &Position) -> bool {
    let before = event.get(..position.range.start).unwrap_or_default();
    matches!(before, b"0:\"" | b"g:\"") && position.key_range.is_empty()
}

/// Treats a time with a text key as a string, because a text may happen to be a time.
pub(super) fn treat_text_as_strings(event: &[u8], positions: &mut [Position]) {
    for position in positions.iter_mut().filter(|position| position.kind == Kind::Time) {
        if TEXT_KEYS.contains(&position.key(event)) {
            let offset_len = event.get(position.range.end..).and_then(|after| memchr(b'"', after));
            position.range.end += offset_len.unwrap_or_default();
            position.kind = Kind::String;
        }
    }
}

/// Returns whether an event repeats the content of earlier events, so that its texts are not new.
pub(super) fn is_summary(event: &[u8], positions: &[Position]) -> bool {
    const SUFFIXES: [&[u8]; 4] = [b".done", b".completed", b".incomplete", b".failed"];
    let event_type = positions.iter().find(|position| position.key(event) == b"type");
    let event_type = event_type.map(|position| position.content(event)).unwrap_or_default();
    SUFFIXES.iter().any(|suffix| event_type.ends_with(suffix))
}

/// Returns whether a slot holds the index of the choice or part that an event belongs to.
pub(super) fn is_index(event: &[u8], position: &Position) -> bool {
    position.kind == Kind::Number && position.key(event).ends_with(b"index")
}
