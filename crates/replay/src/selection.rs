//! The selection of the recording that answers a request.

use crate::catalog::{Catalog, Entry};
use crate::error_response::ErrorResponse;
use crate::recording::{Format, Recording};
use http::StatusCode;
use serde_json::Value;

/// The parts of a request that select a recording.
pub(crate) struct Selector<'a> {
    pub(crate) path: &'a str,
    /// The body, if it is a JSON object.
    pub(crate) body: Option<Value>,
}

/// The ends of API paths, and the recording of a server with that API.
const PATH_SUFFIXES: [(&str, &str); 6] = [
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

    /// Selects the recordings of one name. The name is the first segment of the path, or else the body's `model`, or
    /// else follows from the end of the path.
    pub(crate) fn entry<'c>(&self, catalog: &'c Catalog) -> Result<(&'c str, &'c Entry), ErrorResponse> {
        let first = self.path.split('/').nth(1);
        let model = self.field("model").and_then(Value::as_str);
        let mut names = [first, model, self.with_tools(), self.by_path_suffix()].into_iter().flatten();
        names.find_map(|name| catalog.get(name)).ok_or_else(|| self.not_found(catalog))
    }

    /// Returns the stream or the JSON answer of an entry, as the request asks for.
    pub(crate) fn recording<'c>(&self, name: &str, entry: &'c Entry) -> Result<&'c Recording, ErrorResponse> {
        let wants_stream = self.wants_stream(entry);
        let recording = if wants_stream { &entry.stream } else { &entry.json };
        recording.as_ref().ok_or_else(|| missing(name, wants_stream))
    }

    fn wants_stream(&self, entry: &Entry) -> bool {
        match self.field("stream") {
            Some(stream) => stream.as_bool().unwrap_or_default(),
            // Ollama's native API streams by default.
            None => {
                self.body.is_none()
                    || entry.stream.as_ref().is_some_and(|stream| stream.format() == Format::Ndjson)
            }
        }
    }

    /// Returns the recording of a chat with tool calls if the request offers tools.
    fn with_tools(&self) -> Option<&'static str> {
        let tools = self.field("tools").and_then(Value::as_array).is_some_and(|tools| !tools.is_empty());
        (tools && self.path.ends_with("/chat/completions")).then_some("openai-tools")
    }

    fn by_path_suffix(&self) -> Option<&'static str> {
        PATH_SUFFIXES.iter().find(|(suffix, _)| self.path.ends_with(suffix)).map(|(_, name)| *name)
    }

    fn field(&self, name: &str) -> Option<&Value> {
        self.body.as_ref()?.get(name).filter(|value| !value.is_null())
    }

    fn not_found(&self, catalog: &Catalog) -> ErrorResponse {
        let names: Vec<_> = catalog.names().collect();
        let message =
            format!("no recording matches {}: start the path with one of: {}", self.path, names.join(", "));
        ErrorResponse::new(StatusCode::NOT_FOUND, message)
    }
}

fn missing(name: &str, wants_stream: bool) -> ErrorResponse {
    let message = if wants_stream {
        format!("{name} has only an answer that is not streamed: send the request without \"stream\": true")
    } else {
        format!(
            "{name} has only a stream: send the request with \"stream\": true, or add the file {name}.json"
        )
    };
    ErrorResponse::new(StatusCode::NOT_FOUND, message)
}
