//! Removes padding: characters that servers add so that the size of an event does not reveal the length of its text.
//!
//! OpenAI and Mistral add a string of random length to the outermost object. Anthropic adds spaces before the last
//! brace. The string becomes empty, and the spaces are removed:
//!
//! ```text
//! data: {"delta":"Hi","obfuscation":"xY9"}                ->  data: {"delta":"Hi","obfuscation":""}
//! data: {"choices":[],"p":"abcdef"}                       ->  data: {"choices":[],"p":""}
//! data: {"choices":[],"p":"yes"}                          ->  unchanged: Mistral's padding is the alphabet
//! data: {"p":"abcdef","choices":[]}                       ->  unchanged: Mistral's padding is the last value
//! event: ping\ndata: {"type":"ping"   }                   ->  event: ping\ndata: {"type":"ping"}
//! data: {"message":{"obfuscation":"xY9"}}                 ->  unchanged: not in the outermost object
//! data: {"type":"ping"   }                                ->  unchanged: not an event of Anthropic's
//! ```
//!
//! The padding of the event is a list of cuts. The positions of its values are then moved back by the lengths of the
//! cuts before them, so the event is not lexed again.

use crate::event::{Kind, Position};
use std::ops::Range;

/// The beginning of the alphabet is Mistral's padding.
const MISTRAL_PADDING: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// The types of the events that Anthropic pads.
const PADDED_EVENTS: [&[u8]; 8] = [
    b"message_start",
    b"content_block_start",
    b"content_block_delta",
    b"content_block_stop",
    b"message_delta",
    b"message_stop",
    b"ping",
    b"error",
];

/// Returns an event without its padding, and the positions of its values. Returns `None` if it has no padding.
pub(super) fn without(event: &[u8], positions: &[Position]) -> Option<(Vec<u8>, Vec<Position>)> {
    let padding = positions.iter().filter(|position| is_padding(event, position));
    let cuts: Vec<&Range<usize>> = padding.map(|position| &position.range).collect();
    let last = cuts.last()?;
    let mut stripped = Vec::with_capacity(event.len());
    let starts = std::iter::once(0).chain(cuts.iter().map(|cut| cut.end));
    for (start, cut) in starts.zip(&cuts) {
        stripped.extend_from_slice(event.get(start..cut.start).unwrap_or_default());
    }
    stripped.extend_from_slice(event.get(last.end..).unwrap_or_default());
    Some((stripped, positions.iter().map(|position| moved(position, &cuts)).collect()))
}

/// Returns a position moved back by the lengths of the cuts before and in it.
fn moved(position: &Position, cuts: &[&Range<usize>]) -> Position {
    let cut_before = |at: usize| cuts.iter().filter(|cut| cut.end <= at).map(|cut| cut.len()).sum::<usize>();
    let moved =
        |range: &Range<usize>| range.start - cut_before(range.start)..range.end - cut_before(range.end);
    Position { range: moved(&position.range), key_range: moved(&position.key_range), ..*position }
}

fn is_padding(event: &[u8], position: &Position) -> bool {
    match position.kind {
        _ if position.range.is_empty() => false,
        Kind::String => position.depth == 1 && is_padding_string(event, position),
        Kind::Blanks => is_anthropic(event),
        _ => false,
    }
}

/// Returns whether a string is the padding of OpenAI or Mistral, by its key and its content.
fn is_padding_string(event: &[u8], position: &Position) -> bool {
    let between = event.get(position.key_range.end..position.range.start);
    let between = between.and_then(|between| between.strip_prefix(b"\"")?.strip_suffix(b"\""));
    let is_value = between.is_some_and(|bytes| bytes.trim_ascii() == b":");
    is_value
        && match position.key(event) {
            b"obfuscation" => true,
            b"p" => MISTRAL_PADDING.starts_with(position.content(event)) && ends_chat_event(event, position),
            _ => false,
        }
}

/// Returns whether a string is the last value of an event with choices, as Mistral's padding is.
fn ends_chat_event(event: &[u8], position: &Position) -> bool {
    let (before, after) = event.split_at_checked(position.range.end).unwrap_or_default();
    let ends = after.trim_ascii() == b"\"}";
    ends && memchr::memmem::find(before, b"\"choices\"").is_some()
}

/// Returns whether an event begins with `event: TYPE`, a line end and `data: {"type":"TYPE"`, where TYPE is one of the
/// padded types.
fn is_anthropic(event: &[u8]) -> bool {
    let Some(named) = event.strip_prefix(b"event: ") else { return false };
    PADDED_EVENTS.iter().any(|name| {
        let data = named.strip_prefix(*name).map(<[u8]>::trim_ascii_start);
        let event_type = data.and_then(|data| data.strip_prefix(b"data: {\"type\":\""));
        event_type
            .and_then(|event_type| event_type.strip_prefix(*name))
            .is_some_and(|after| after.starts_with(b"\""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::lex;

    /// Returns the event without its padding, after a check that the moved positions are those that the lexer finds.
    fn stripped(event: &str) -> String {
        let positions = lex(event.as_bytes()).unwrap();
        let Some((stripped, positions)) = without(event.as_bytes(), &positions) else { return event.into() };
        let lexed = lex(&stripped).unwrap();
        let ranges = |positions: &[Position]| {
            positions.iter().map(|position| position.range.clone()).collect::<Vec<_>>()
        };
        assert_eq!(ranges(&lexed), ranges(&positions), "{event}");
        String::from_utf8(stripped).unwrap()
    }

    #[test]
    fn removes_only_padding() {
        assert_eq!(
            stripped("data: {\"a\":1,\"obfuscation\":\"xY9\"}\n\n"),
            "data: {\"a\":1,\"obfuscation\":\"\"}\n\n"
        );
        let anthropic = "event: ping\ndata: {\"type\":\"ping\"}\n\n";
        assert_eq!(stripped(&anthropic.replace('}', "   }")), anthropic);
        for other in [
            "data: {\"a\":{\"obfuscation\":\"x\"}}\n\n",
            "data: {\"a\":\"\\\"obfuscation\\\":\\\"x\"}\n\n",
            "data: {\"obfuscation\":1,\"x\"}\n\n",
            "data: {\"type\":\"ping\"  }\n\n",
            "event: ping\ndata: {\"type\":\"other\"  }\n\n",
            "event: other\ndata: {\"type\":\"other\"  }\n\n",
        ] {
            assert_eq!(stripped(other), other);
        }
    }
}
