//! The probe: sample events at a steady pace, which test the path between a client and a server.
//!
//! A server responds to a request that accepts [`PROBE`](crate::media_type::PROBE) with these events, encoded like any
//! other response. The client compares the events that it receives and their times with the expected ones.

use std::time::Duration;

/// The time between two events.
pub const INTERVAL: Duration = Duration::from_millis(100);

/// The texts of the events. Each one is a single token.
const WORDS: [&str; 10] =
    ["Every", " word", " of", " this", " left", " a", " tenth", " second", " apart", "."];

/// Returns the events of a chat completion, each with the time since the previous one.
pub fn events() -> impl Iterator<Item = (Duration, String)> + Send {
    let first = (Duration::ZERO, event(r#"{"role":"assistant","content":""}"#));
    let words = WORDS.into_iter().map(|word| (INTERVAL, event(&format!(r#"{{"content":"{word}"}}"#))));
    std::iter::once(first).chain(words)
}

fn event(delta: &str) -> String {
    format!(
        "data: {{\"id\":\"chatcmpl-probe\",\"object\":\"chat.completion.chunk\",\"created\":0,\"model\":\"gpt-4o\",\
         \"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":null}}]}}\n\n"
    )
}
