//! New events in the format of the recorded server.

use crate::recording::{Format, Recording};

/// The API whose events a recording contains.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Shape {
    Chat,
    Anthropic,
    Responses,
    Ollama,
}

impl Shape {
    /// Returns the API of a recording, recognized by its first event.
    pub(crate) fn of(recording: &Recording) -> Self {
        let first = recording.events(0..1);
        let has = |name: &str| first.windows(name.len()).any(|window| window == name.as_bytes());
        match recording.format() {
            Format::Ndjson => Self::Ollama,
            _ if has("message_start") => Self::Anthropic,
            _ if has("\"type\":\"response.") => Self::Responses,
            _ => Self::Chat,
        }
    }

    /// Returns an event with this text. The text must not need escapes in JSON.
    pub(crate) fn text_event(self, text: &str) -> String {
        match self {
            Self::Chat => block(
                None,
                &format!(
                    r#"{{"id":"chatcmpl-replay","object":"chat.completion.chunk","created":0,"model":"replay","choices":[{{"index":0,"delta":{{"content":"{text}"}},"logprobs":null,"finish_reason":null}}]}}"#
                ),
            ),
            Self::Anthropic => block(
                Some("content_block_delta"),
                &format!(
                    r#"{{"type":"content_block_delta","index":0,"delta":{{"type":"text_delta","text":"{text}"}}}}"#
                ),
            ),
            Self::Responses => block(
                Some("response.output_text.delta"),
                &format!(
                    r#"{{"type":"response.output_text.delta","sequence_number":0,"item_id":"msg_replay","output_index":0,"content_index":0,"delta":"{text}","logprobs":[]}}"#
                ),
            ),
            Self::Ollama => format!(
                "{{\"model\":\"replay\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":{{\"role\":\"assistant\",\"content\":\"{text}\"}},\"done\":false}}\n"
            ),
        }
    }

    /// Returns the event of a server that fails in the middle of a stream.
    pub(crate) fn error_event(self) -> String {
        match self {
            Self::Chat => block(
                None,
                r#"{"error":{"message":"The server had an error while processing your request.","type":"server_error","param":null,"code":null}}"#,
            ),
            Self::Anthropic => block(
                Some("error"),
                r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
            ),
            Self::Responses => block(
                Some("error"),
                r#"{"type":"error","sequence_number":0,"code":"server_error","message":"The model failed to answer.","param":null}"#,
            ),
            Self::Ollama => "{\"error\":\"an error was encountered while running the model\"}\n".to_owned(),
        }
    }
}

/// Returns a server-sent event with an optional name.
fn block(name: Option<&str>, data: &str) -> String {
    let name = name.map(|name| format!("event: {name}\n")).unwrap_or_default();
    format!("{name}data: {data}\n\n")
}
