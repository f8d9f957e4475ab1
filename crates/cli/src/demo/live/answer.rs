//! An answer as a client sees it: events, and the text in them.

use serde::Deserialize;
use tokenwire::{Encoding, Tokenizer};

#[derive(Default)]
pub(super) struct Answer {
    pub(super) events: Vec<Vec<u8>>,
    pub(super) tokens: usize,
    rest: Vec<u8>,
}

#[derive(Deserialize)]
struct Chunk {
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    delta: Delta,
}

#[derive(Deserialize)]
struct Delta {
    #[serde(default)]
    content: Option<String>,
}

impl Answer {
    /// Takes the next bytes, and gives the text in the events that they end.
    pub(super) fn push(&mut self, bytes: &[u8]) -> String {
        self.rest.extend_from_slice(bytes);
        let mut all = String::new();
        while let Some(end) = self.rest.windows(2).position(|two| two == b"\n\n") {
            let event: Vec<u8> = self.rest.drain(..end + 2).collect();
            let text = text(&event).unwrap_or_default();
            self.tokens += Tokenizer::new(Encoding::O200kBase).encode(&text).len();
            all += &text;
            self.events.push(event);
        }
        all
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        [&self.events.concat()[..], &self.rest].concat()
    }
}

/// None in an event that has no text, as the last.
fn text(event: &[u8]) -> Option<String> {
    let data = event.strip_prefix(b"data: ")?;
    let chunk: Chunk = serde_json::from_slice(data).ok()?;
    chunk.choices.into_iter().next()?.delta.content
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_tokens_come_with_the_end_of_their_event() {
        let event = "data: {\"choices\":[{\"delta\":{\"content\":\"Two ships\"}}]}\n\n";
        let mut answer = Answer::default();
        let (begin, end) = event.as_bytes().split_at(20);
        assert_eq!((answer.push(begin), answer.push(end)), (String::new(), "Two ships".into()));
        assert_eq!(answer.push(b"data: {\"choices\":[]}\n\ndata: [DONE]\n\ndata"), "");
        assert_eq!((answer.tokens, answer.events.len(), answer.bytes().len()), (2, 3, event.len() + 40));
    }
}
