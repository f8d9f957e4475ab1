//! Which recording answers a request.

use super::problem::Problem;
use super::recording::{Form, Recording};
use super::shelf::{Entry, Shelf};
use http::StatusCode;
use serde_json::Value;

/// What chooses.
pub(super) struct Asked<'a> {
    pub(super) path: &'a str,
    /// The body, if it is a JSON object.
    pub(super) body: Option<Value>,
}

/// Ends of paths, and what servers that have them stream.
const ENDS: [(&str, &str); 6] = [
    ("/chat/completions", "openai-chat"),
    ("/messages", "anthropic-messages"),
    ("/responses", "openai-responses"),
    ("/completions", "llamacpp-completion"),
    ("/api/chat", "ollama-native"),
    ("/generate", "vllm-generate"),
];

impl<'a> Asked<'a> {
    pub(super) fn new(path: &'a str, body: &[u8]) -> Self {
        Self { path, body: serde_json::from_slice(body).ok().filter(Value::is_object) }
    }

    /// By the path's first segment, or the body's model, or the path's end.
    pub(super) fn entry<'s>(&self, recordings: &'s Shelf) -> Result<(&'s str, &'s Entry), Problem> {
        let first = self.path.split('/').nth(1);
        let names = [first, self.field("model").and_then(Value::as_str), self.tools(), self.end()];
        let mut found = names.into_iter().flatten().filter_map(|stem| recordings.get(stem));
        found.next().ok_or_else(|| self.unknown(recordings))
    }

    /// What is played of an entry: its stream or its one JSON answer.
    pub(super) fn recording<'s>(&self, (stem, entry): (&str, &'s Entry)) -> Result<&'s Recording, Problem> {
        let wants_stream = self.wants_stream(entry);
        let recording = if wants_stream { &entry.stream } else { &entry.json };
        recording.as_ref().ok_or_else(|| without(stem, wants_stream))
    }

    fn wants_stream(&self, entry: &Entry) -> bool {
        match self.field("stream") {
            Some(stream) => stream.as_bool().unwrap_or_default(),
            // Ollama's own API streams unless told otherwise.
            None => {
                self.body.is_none()
                    || entry.stream.as_ref().is_some_and(|stream| stream.form() == Form::Ndjson)
            }
        }
    }

    fn tools(&self) -> Option<&'static str> {
        let tools = self.field("tools").and_then(Value::as_array).is_some_and(|tools| !tools.is_empty());
        (tools && self.path.ends_with("/chat/completions")).then_some("openai-tools")
    }

    fn end(&self) -> Option<&'static str> {
        ENDS.iter().find(|(end, _)| self.path.ends_with(end)).map(|(_, stem)| *stem)
    }

    fn field(&self, name: &str) -> Option<&Value> {
        self.body.as_ref()?.get(name).filter(|value| !value.is_null())
    }

    fn unknown(&self, recordings: &Shelf) -> Problem {
        let stems: Vec<_> = recordings.stems().collect();
        let message =
            format!("nothing is replayed at {}; begin the path with one of: {}", self.path, stems.join(", "));
        Problem::new(StatusCode::NOT_FOUND, message)
    }
}

fn without(stem: &str, wants_stream: bool) -> Problem {
    let message = if wants_stream {
        format!(
            "{stem} is there only as an answer that is not streamed, for requests without \"stream\": true"
        )
    } else {
        format!("{stem} is there only as a stream: ask with \"stream\": true, or add the file {stem}.json")
    };
    Problem::new(StatusCode::NOT_FOUND, message)
}
