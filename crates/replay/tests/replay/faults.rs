//! Each fault, as a client sees it.

use crate::upstream::{SMALL, Upstream, header, read, sample};
use async_compression::tokio::bufread::{BrotliDecoder, GzipDecoder, ZstdDecoder};
use serde_json::Value;
use tokenwire_replay::Replay;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::time::{Duration, Instant, timeout};

/// Returns the first events of [`SMALL`].
fn events(count: usize) -> String {
    SMALL.split_inclusive("\n\n").take(count).collect()
}

#[tokio::test]
async fn cut_breaks_off_in_the_middle_of_an_event() {
    let upstream = Upstream::small().await;
    let (bytes, ended) = read(upstream.with_fault("cut=2").await).await;
    assert_eq!(String::from_utf8(bytes).unwrap(), events(2) + "data: {");
    assert!(!ended, "no final chunk");
    let (bytes, ended) = read(upstream.with_fault("cut=99").await).await;
    assert_eq!((bytes.as_slice(), ended), (SMALL.as_bytes(), false), "after the last event");
    assert_eq!(upstream.until_log(|log| log.open == 0).await.broken_off, 0, "the client did not break off");
}

#[tokio::test]
async fn cut_applies_to_json_answers() {
    let response =
        Upstream::small().await.post("/small", "{}").header("x-replay-fault", "cut=0").send().await.unwrap();
    assert_eq!(read(response).await, (b"{\"whole".to_vec(), false));
}

#[tokio::test]
async fn stall_keeps_the_connection_open() {
    let upstream = Upstream::small().await;
    let mut response = upstream.with_fault("stall=3").await;
    let mut bytes = Vec::new();
    while bytes.len() < events(3).len() {
        bytes.extend(response.chunk().await.unwrap().unwrap());
    }
    assert_eq!(bytes, events(3).as_bytes());
    assert!(timeout(Duration::from_millis(60), response.chunk()).await.is_err(), "nothing arrives");
    assert_eq!(upstream.replay.log().open, 1);
}

#[tokio::test]
async fn half_utf8_breaks_off_in_the_middle_of_a_character() {
    let upstream = Upstream::small().await;
    let (bytes, ended) = read(upstream.with_fault("half-utf8=3").await).await;
    assert_eq!(bytes, [events(3).as_bytes(), b"data: {\"n\":\"\xc3"].concat(), "the recorded event");
    assert!(!ended);
    let (bytes, ended) = read(upstream.with_fault("half-utf8=1").await).await;
    assert!(
        bytes.starts_with(events(1).as_bytes()) && bytes.ends_with(b"\"content\":\"\xc3"),
        "an inserted event"
    );
    assert!(!ended);
}

#[tokio::test]
async fn error_events_have_the_format_of_the_recorded_server() {
    let upstream = Upstream::samples().await;
    let error_starts = [
        ("openai-chat", "data: {\"error\":{"),
        ("anthropic-messages", "event: error\ndata: {\"type\":\"error\",\"error\":{"),
        ("openai-responses", "event: error\ndata: {\"type\":\"error\",\"sequence_number\":"),
        ("ollama-native", "{\"error\":\""),
    ];
    for (stem, start) in error_starts {
        let response = upstream.get(&format!("/{stem}")).header("x-replay-fault", "error-event=3");
        let (bytes, ended) = read(response.send().await.unwrap()).await;
        let text = String::from_utf8(bytes).unwrap();
        assert!(ended, "{stem} ends normally");
        let (before, error) = text.split_at(text.rfind(start).unwrap());
        let event_end = if stem == "ollama-native" { "\n" } else { "\n\n" };
        assert_eq!((before.matches(event_end).count(), error.matches(event_end).count()), (3, 1), "{stem}");
        let json = error.trim().rsplit("data: ").next().unwrap();
        serde_json::from_str::<Value>(json).unwrap();
    }
}

#[tokio::test]
async fn big_inserts_a_large_event_near_the_start() {
    let upstream = Upstream::samples().await;
    for name in ["openai-chat.sse", "anthropic-messages.sse", "openai-responses.sse", "ollama-native.ndjson"]
    {
        let stem = name.split('.').next().unwrap();
        let response = upstream.get(&format!("/{stem}")).header("x-replay-fault", "big=3000000");
        let (bytes, ended) = read(response.send().await.unwrap()).await;
        let recorded = sample(name);
        let line = bytes.split(|byte| *byte == b'\n').max_by_key(|line| line.len()).unwrap();
        let event: Value = serde_json::from_slice(line.strip_prefix(b"data: ").unwrap_or(line)).unwrap();
        let texts = ["/choices/0/delta/content", "/delta/text", "/delta", "/message/content"];
        let text = texts.iter().find_map(|at| event.pointer(at)?.as_str()).unwrap();
        assert_eq!(text.len(), 3_000_000, "{stem}");
        let at =
            bytes.windows(99).position(|window| !recorded.windows(99).any(|other| other == window)).unwrap();
        assert!(at < recorded.len() && ended, "{stem}: near the start");
        assert!(bytes.ends_with(&recorded[recorded.len() / 2..]), "{stem}: the rest follows");
    }
}

#[tokio::test]
async fn status_answers_with_an_error_in_openais_format() {
    let upstream = Upstream::small().await;
    for (status, error_type, retry_after) in
        [(429, "rate_limit_error", "1"), (500, "server_error", ""), (401, "authentication_error", "")]
    {
        let response = upstream.with_fault(&format!("status={status}")).await;
        assert_eq!(response.status().as_u16(), status);
        assert_eq!(header(&response, "retry-after"), retry_after);
        let error: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        assert_eq!(error["error"]["type"], error_type);
    }
}

#[tokio::test]
async fn redirect_leads_to_a_path_with_the_answer() {
    let upstream = Upstream::small().await;
    let response = upstream.with_fault("redirect").await;
    assert_eq!(response.status(), 307);
    let redirected = upstream
        .get(header(&response, "location"))
        .header("x-replay-fault", "redirect")
        .send()
        .await
        .unwrap();
    assert_eq!(redirected.text().await.unwrap(), SMALL);
}

#[tokio::test]
async fn wrong_type_changes_the_content_type_to_text() {
    let response = Upstream::small().await.with_fault("wrong-type").await;
    assert_eq!(header(&response, "content-type"), "text/plain; charset=utf-8");
    assert_eq!(response.text().await.unwrap(), SMALL);
}

#[tokio::test]
async fn slow_headers_delays_the_answer() {
    let start = Instant::now();
    let response = Upstream::small().await.with_fault("slow-headers=80").await;
    assert!(start.elapsed() >= Duration::from_millis(80));
    assert_eq!(response.text().await.unwrap(), SMALL);
}

#[tokio::test]
async fn no_length_json_omits_the_length() {
    let upstream = Upstream::small().await;
    let with = upstream.post("/small", "{}").send().await.unwrap();
    assert_eq!(header(&with, "content-length"), "14");
    let without =
        upstream.post("/small", "{}").header("x-replay-fault", "no-length-json").send().await.unwrap();
    assert_eq!((header(&without, "content-length"), header(&without, "transfer-encoding")), ("", "chunked"));
    assert_eq!(without.text().await.unwrap(), "{\"whole\":true}");
}

fn decompressor(coding: &str, bytes: Vec<u8>) -> Box<dyn AsyncRead + Unpin> {
    let bytes = std::io::Cursor::new(bytes);
    match coding {
        "gzip" => Box::new(GzipDecoder::new(bytes)),
        "br" => Box::new(BrotliDecoder::new(bytes)),
        _ => Box::new(ZstdDecoder::new(bytes)),
    }
}

#[tokio::test]
async fn compressed_streams_are_flushed_at_each_write() {
    let upstream = Upstream::small().await;
    for coding in ["gzip", "br", "zstd"] {
        let response = upstream.with_fault(coding).await;
        assert_eq!(header(&response, "content-encoding"), coding);
        let mut text = String::new();
        decompressor(coding, read(response).await.0).read_to_string(&mut text).await.unwrap();
        assert_eq!(text, SMALL, "{coding}, whole");
        // The bytes before the cut can be decompressed without the end of the coding.
        let (bytes, _) = read(upstream.with_fault(&format!("{coding},cut=3")).await).await;
        let mut start = vec![0; events(3).len()];
        decompressor(coding, bytes).read_exact(&mut start).await.unwrap();
        assert_eq!(start, events(3).as_bytes(), "{coding}, cut");
    }
}

#[tokio::test]
async fn unknown_faults_are_rejected() {
    let response = Upstream::small().await.with_fault("gzip,explode").await;
    assert_eq!(response.status(), 400);
    let text = response.text().await.unwrap();
    assert!(text.contains("explode") && text.contains("half-utf8=N"), "{text}");
}

#[tokio::test]
async fn the_fault_of_a_request_replaces_the_default() {
    let replay = Replay::from_files([("small.sse", SMALL)]).with_faults("status=503".parse().unwrap());
    let upstream = Upstream::new(replay).await;
    assert_eq!(upstream.get("/small").send().await.unwrap().status(), 503);
    assert_eq!(upstream.with_fault("wrong-type").await.status(), 200);
}
