//! Which recording answers a request.

use crate::error_response::ErrorResponse;
use crate::library::{Entry, Library};
use crate::recording::{Format, Recording};
use http::StatusCode;
use serde_json::Value;

/// The parts of a request that select a recording.
pub(crate) struct Selector<'a> {
    pub(crate) path: &'a str,
    /// The body, if it is a JSON object.
    pub(crate) body: Option<Value>,
}

/// Ends of paths, and the recordings of servers with such paths.
const PATH_ENDS: [(&str, &str); 6] = [
    ("/chat/completions", "openai-chat"),
    ("/messages", "anthropic-messages"),
    ("/responses", "openai-responses"),
    ("/completions", "llamacpp-completion"),
    ("/api/chat", "ollama-native"),
    ("/generate", "vllm-generate"),
];

impl<'a> Selector<'a> {
    pub(crate) fn new(path: &'a str, body: &[u8]) -> Self {
        Self { path, body: serde_json::from_slice(body).ok().filter(Value::is_object) }
    }

    /// Selects by the path's first segment, the body's `model` or the end of the path, in this order.
    pub(crate) fn entry<'l>(&self, library: &'l Library) -> Result<(&'l str, &'l Entry), ErrorResponse> {
        let first = self.path.split('/').nth(1);
        let model = self.field("model").and_then(Value::as_str);
        let mut names = [first, model, self.with_tools(), self.by_path_end()].into_iter().flatten();
        names.find_map(|name| library.get(name)).ok_or_else(|| self.not_found(library))
    }

    /// Returns an entry's stream or its one JSON answer.
    pub(crate) fn recording<'l>(&self, name: &str, entry: &'l Entry) -> Result<&'l Recording, ErrorResponse> {
        let wants_stream = self.wants_stream(entry);
        let recording = if wants_stream { &entry.stream } else { &entry.json };
        recording.as_ref().ok_or_else(|| missing(name, wants_stream))
    }

    fn wants_stream(&self, entry: &Entry) -> bool {
        match self.field("stream") {
            Some(stream) => stream.as_bool().unwrap_or_default(),
            // Ollama's own API streams unless told otherwise.
            None => {
                self.body.is_none()
                    || entry.stream.as_ref().is_some_and(|stream| stream.format() == Format::Ndjson)
            }
        }
    }

    fn with_tools(&self) -> Option<&'static str> {
        let tools = self.field("tools").and_then(Value::as_array).is_some_and(|tools| !tools.is_empty());
        (tools && self.path.ends_with("/chat/completions")).then_some("openai-tools")
    }

    fn by_path_end(&self) -> Option<&'static str> {
        PATH_ENDS.iter().find(|(end, _)| self.path.ends_with(end)).map(|(_, name)| *name)
    }

    fn field(&self, name: &str) -> Option<&Value> {
        self.body.as_ref()?.get(name).filter(|value| !value.is_null())
    }

    fn not_found(&self, library: &Library) -> ErrorResponse {
        let names: Vec<_> = library.names().collect();
        let message =
            format!("nothing is replayed at {}; begin the path with one of: {}", self.path, names.join(", "));
        ErrorResponse::new(StatusCode::NOT_FOUND, message)
    }
}

fn missing(name: &str, wants_stream: bool) -> ErrorResponse {
    let message = if wants_stream {
        format!(
            "{name} is there only as an answer that is not streamed, for requests without \"stream\": true"
        )
    } else {
        format!("{name} is there only as a stream: ask with \"stream\": true, or add the file {name}.json")
    };
    ErrorResponse::new(StatusCode::NOT_FOUND, message)
}
