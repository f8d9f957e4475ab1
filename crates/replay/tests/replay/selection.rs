//! The selection of a recording by a request.

use crate::upstream::{Upstream, header, read, sample};
use serde_json::Value;
use tokenwire_replay::Replay;

const STREAM: &str = "{\"stream\":true}";

/// Asserts that a request is answered with this sample.
async fn assert_selects(path: &str, body: &str, name: &str) {
    let response = Upstream::samples().await.post(path, body).send().await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    let content_type = match name.rsplit_once('.').unwrap().1 {
        "sse" => "text/event-stream; charset=utf-8",
        "ndjson" => "application/x-ndjson",
        _ => "application/json",
    };
    assert_eq!(header(&response, "content-type"), content_type, "{path}");
    assert!(read(response).await == (sample(name), true), "{path} {body}");
}

#[tokio::test]
async fn the_first_segment_of_the_path_selects_first() {
    assert_selects("/openai-chat/v1/chat/completions", STREAM, "openai-chat.sse").await;
    assert_selects("/anthropic-messages/v1/chat/completions?x=1", STREAM, "anthropic-messages.sse").await;
    assert_selects("/openai-responses", "", "openai-responses.sse").await;
}

#[tokio::test]
async fn the_model_selects_second() {
    assert_selects(
        "/v1/chat/completions",
        "{\"model\":\"openai-tools\",\"stream\":true}",
        "openai-tools.sse",
    )
    .await;
    assert_selects("/anything", "{\"model\":\"ollama-native\"}", "ollama-native.ndjson").await;
}

#[tokio::test]
async fn the_end_of_the_path_selects_third() {
    assert_selects("/v1/chat/completions", STREAM, "openai-chat.sse").await;
    assert_selects("/v1/chat/completions", "{\"stream\":true,\"tools\":[]}", "openai-chat.sse").await;
    assert_selects("/v1/chat/completions", "{\"stream\":true,\"tools\":[{}]}", "openai-tools.sse").await;
    assert_selects("/v1/messages", "{\"stream\":true,\"tools\":[{}]}", "anthropic-messages.sse").await;
    assert_selects("/v1/responses", STREAM, "openai-responses.sse").await;
    assert_selects("/api/chat", STREAM, "ollama-native.ndjson").await;
}

#[tokio::test]
async fn a_body_without_stream_selects_the_json_answer() {
    assert_selects("/v1/chat/completions", "{\"model\":\"x\"}", "openai-chat.json").await;
    assert_selects("/v1/chat/completions", "{\"stream\":false}", "openai-chat.json").await;
    assert_selects("/v1/chat/completions", "{\"stream\":null}", "openai-chat.json").await;
    assert_selects("/v1/messages", "{}", "anthropic-messages.json").await;
    assert_selects("/v1/messages", "not JSON", "anthropic-messages.sse").await;
    assert_selects("/api/chat", "{}", "ollama-native.ndjson").await;
    assert_selects("/api/chat", "{\"stream\":false}", "ollama-native.json").await;
}

#[tokio::test]
async fn paths_of_other_servers_select_their_recordings() {
    let files = [("llamacpp-completion.sse", ": l\n\n"), ("vllm-generate.sse", ": v\n\n")];
    let upstream = Upstream::new(Replay::from_files(files)).await;
    for (path, body) in [("/v1/completions", ": l\n\n"), ("/generate", ": v\n\n")] {
        assert_eq!(upstream.get(path).send().await.unwrap().text().await.unwrap(), body);
    }
    let response = upstream.get("/v1/chat/completions").send().await.unwrap();
    assert_eq!(response.status(), 404, "no recording for this path");
}

/// Returns the message of a 404 answer.
async fn message(upstream: &Upstream, path: &str, body: &str) -> String {
    let response = upstream.post(path, body).send().await.unwrap();
    assert_eq!(response.status(), 404);
    assert_eq!(header(&response, "content-type"), "application/json");
    let error: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    assert_eq!(error["error"]["type"], "invalid_request_error");
    error["error"]["message"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_error_of_a_missing_recording_says_what_to_request() {
    let upstream =
        Upstream::new(Replay::from_files([("a.sse", ": a\n\n"), ("b.json", "{}"), ("c.txt", "")])).await;
    let unknown = message(&upstream, "/nowhere", "{\"model\":\"c\"}").await;
    assert!(unknown.contains("/nowhere") && unknown.ends_with(": a, b"), "{unknown}");
    let no_json = message(&upstream, "/a", "{}").await;
    assert!(no_json.contains("a.json"), "{no_json}");
    let no_stream = message(&upstream, "/b", "{\"stream\":true}").await;
    assert!(no_stream.contains("not streamed"), "{no_stream}");
}

#[test]
fn a_folder_without_recordings_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("notes.txt"), "x").unwrap();
    let error = Replay::from_folder(folder.path()).unwrap_err();
    assert!(error.to_string().contains("*.ndjson"), "{error}");
    assert!(Replay::from_folder(&folder.path().join("none")).is_err());
}
