//! What servers add so that sizes on the wire do not tell how long a text is.

use crate::event::{Kind, Spot};
use std::ops::Range;

/// The events that Anthropic pads with blanks before their last brace.
const PADDED: [&[u8]; 8] = [
    b"message_start",
    b"content_block_start",
    b"content_block_delta",
    b"content_block_stop",
    b"message_delta",
    b"message_stop",
    b"ping",
    b"error",
];

/// An event without its padding, and the places of its values; `None` if it has no padding.
pub(super) fn without(event: &[u8], spots: &[Spot]) -> Option<(Vec<u8>, Vec<Spot>)> {
    let padding = spots.iter().filter(|spot| is_padding(event, spot));
    let cuts: Vec<&Range<usize>> = padding.map(|spot| &spot.at).collect();
    let last = cuts.last()?;
    let mut kept = Vec::with_capacity(event.len());
    let starts = std::iter::once(0).chain(cuts.iter().map(|cut| cut.end));
    for (start, cut) in starts.zip(&cuts) {
        kept.extend_from_slice(event.get(start..cut.start).unwrap_or_default());
    }
    kept.extend_from_slice(event.get(last.end..).unwrap_or_default());
    Some((kept, spots.iter().map(|spot| moved(spot, &cuts)).collect()))
}

/// A place, when so much is cut out before it, or all of it.
fn moved(spot: &Spot, cuts: &[&Range<usize>]) -> Spot {
    let before = |at: usize| cuts.iter().filter(|cut| cut.end <= at).map(|cut| cut.len()).sum::<usize>();
    let moved = |at: &Range<usize>| at.start - before(at.start)..at.end - before(at.end);
    Spot { at: moved(&spot.at), key: moved(&spot.key), ..*spot }
}

fn is_padding(event: &[u8], spot: &Spot) -> bool {
    match spot.kind {
        Kind::String => spot.depth == 1 && is_obfuscation(event, spot) && !spot.at.is_empty(),
        Kind::Blanks => !spot.at.is_empty() && is_anthropic(event),
        _ => false,
    }
}

/// Whether a string stands behind that key and nothing else between.
fn is_obfuscation(event: &[u8], spot: &Spot) -> bool {
    let between = event.get(spot.key.end..spot.at.start);
    let between = between.and_then(|between| between.strip_prefix(b"\"")?.strip_suffix(b"\""));
    event.get(spot.key.clone()) == Some(b"obfuscation")
        && between.is_some_and(|bytes| bytes.trim_ascii() == b":")
}

/// `event: NAME` and then `data: {"type":"NAME"`.
fn is_anthropic(event: &[u8]) -> bool {
    let Some(named) = event.strip_prefix(b"event: ") else { return false };
    PADDED.iter().any(|name| {
        let data = named.strip_prefix(*name).map(<[u8]>::trim_ascii_start);
        let kind = data.and_then(|data| data.strip_prefix(b"data: {\"type\":\""));
        kind.and_then(|kind| kind.strip_prefix(*name)).is_some_and(|rest| rest.starts_with(b"\""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::lex;

    fn kept(event: &str) -> String {
        let spots = lex(event.as_bytes()).unwrap();
        let Some((kept, spots)) = without(event.as_bytes(), &spots) else { return event.into() };
        let again = lex(&kept).unwrap();
        assert!(again.iter().map(|spot| &spot.at).eq(spots.iter().map(|spot| &spot.at)), "{event}");
        String::from_utf8(kept).unwrap()
    }

    #[test]
    fn padding_goes_and_nothing_else() {
        assert_eq!(
            kept("data: {\"a\":1,\"obfuscation\":\"xY9\"}\n\n"),
            "data: {\"a\":1,\"obfuscation\":\"\"}\n\n"
        );
        let anthropic = "event: ping\ndata: {\"type\":\"ping\"}\n\n";
        assert_eq!(kept(&anthropic.replace('}', "   }")), anthropic);
        for other in [
            "data: {\"a\":{\"obfuscation\":\"x\"}}\n\n",
            "data: {\"a\":\"\\\"obfuscation\\\":\\\"x\"}\n\n",
            "data: {\"obfuscation\":1,\"x\"}\n\n",
            "data: {\"type\":\"ping\"  }\n\n",
            "event: ping\ndata: {\"type\":\"other\"  }\n\n",
            "event: other\ndata: {\"type\":\"other\"  }\n\n",
        ] {
            assert_eq!(kept(other), other);
        }
    }
}
