//! What the slots of a server's events are for, by their keys. Only the encoder knows this.

use crate::code::Role;
use crate::event::{Kind, Spot};
use memchr::memchr;

/// Keys of new text.
const TEXT: [&[u8]; 13] = [
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

/// Keys of the ids of new tokens.
const IDS: [&[u8]; 4] = [b"token_ids", b"tokens", b"output_ids", b"completion_token_ids"];

/// What a slot is for, as far as its key tells.
pub(super) fn role(event: &[u8], spot: &Spot) -> Role {
    let key = event.get(spot.key.clone()).unwrap_or_default();
    match spot.kind {
        Kind::String if TEXT.contains(&key) => Role::Text,
        Kind::Ints if IDS.contains(&key) => Role::Ids,
        _ => Role::Plain,
    }
}

/// Text is text, even if it happens to be a time.
pub(super) fn settle(event: &[u8], spots: &mut [Spot]) {
    for spot in spots.iter_mut().filter(|spot| spot.kind == Kind::Time) {
        if TEXT.contains(&event.get(spot.key.clone()).unwrap_or_default()) {
            let offset = event.get(spot.at.end..).and_then(|rest| memchr(b'"', rest));
            spot.at.end += offset.unwrap_or_default();
            spot.kind = Kind::String;
        }
    }
}

/// Whether an event says again what others have said: its texts are not new.
pub(super) fn is_summary(event: &[u8], spots: &[Spot]) -> bool {
    const ENDS: [&[u8]; 4] = [b".done", b".completed", b".incomplete", b".failed"];
    let kind = spots.iter().find(|spot| event.get(spot.key.clone()) == Some(b"type"));
    let kind = kind.and_then(|spot| event.get(spot.at.clone())).unwrap_or_default();
    ENDS.iter().any(|end| kind.ends_with(end))
}

/// Whether a slot tells which of several answers an event belongs to.
pub(super) fn is_index(event: &[u8], spot: &Spot) -> bool {
    spot.kind == Kind::Number && event.get(spot.key.clone()).unwrap_or_default().ends_with(b"index")
}
