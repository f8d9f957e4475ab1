//! What servers add so that sizes on the wire do not tell how long a text is.

use crate::event::{Kind, Spot};
use std::borrow::Cow;
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

/// The event without its padding.
pub(super) fn without<'a>(event: &'a [u8], spots: &[Spot]) -> Cow<'a, [u8]> {
    let mut rest = event;
    let mut kept = Vec::new();
    for at in spots.iter().rev().filter(|spot| is_padding(event, spot)).map(|spot| spot.at.clone()) {
        let (before, after) = around(rest, at);
        kept.splice(0..0, after.iter().copied());
        rest = before;
    }
    if rest.len() == event.len() {
        return Cow::Borrowed(event);
    }
    kept.splice(0..0, rest.iter().copied());
    Cow::Owned(kept)
}

fn around(bytes: &[u8], at: Range<usize>) -> (&[u8], &[u8]) {
    (bytes.get(..at.start).unwrap_or_default(), bytes.get(at.end..).unwrap_or_default())
}

fn is_padding(event: &[u8], spot: &Spot) -> bool {
    match spot.kind {
        Kind::String => spot.depth == 1 && event.get(spot.key.clone()) == Some(b"obfuscation") && !spot.at.is_empty(),
        Kind::Blanks => !spot.at.is_empty() && is_anthropic(event),
        _ => false,
    }
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
        String::from_utf8(without(event.as_bytes(), &spots).into_owned()).unwrap()
    }

    #[test]
    fn padding_goes_and_nothing_else() {
        assert_eq!(kept("data: {\"a\":1,\"obfuscation\":\"xY9\"}\n\n"), "data: {\"a\":1,\"obfuscation\":\"\"}\n\n");
        let anthropic = "event: ping\ndata: {\"type\":\"ping\"}\n\n";
        assert_eq!(kept(&anthropic.replace('}', "   }")), anthropic);
        for other in [
            "data: {\"a\":{\"obfuscation\":\"x\"}}\n\n",
            "data: {\"a\":\"\\\"obfuscation\\\":\\\"x\"}\n\n",
            "data: {\"type\":\"ping\"  }\n\n",
            "event: ping\ndata: {\"type\":\"other\"  }\n\n",
            "event: other\ndata: {\"type\":\"other\"  }\n\n",
        ] {
            assert_eq!(kept(other), other);
        }
    }
}
