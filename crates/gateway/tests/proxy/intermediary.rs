//! Intermediaries between the two proxies that buffer, cut, compress or damage a stream.

use crate::common::chain::Chain;
use crate::common::chat::chat;
use crate::common::raw_client::{Answer, get_chat};
use crate::common::raw_server::{EVENTS, chunk, raw_server};
use crate::common::{Running, connect, connect_config, decoded};
use std::io::Write as _;
use std::sync::{Arc, Mutex};
use tokenwire_http::media_type::STREAM;

const TYPE: &str = "content-type: application/vnd.tokenwire.stream;v=1;coder=varint;dict=1\r\n\
                    tokenwire-content-type: text/event-stream\r\n";

/// A chat, and its token stream.
struct Recorded {
    events: String,
    stream: Vec<u8>,
}

impl Recorded {
    async fn new() -> Self {
        let events = chat(2).concat();
        let answer = [EVENTS.as_bytes(), &chunk(events.as_bytes()), b"0\r\n\r\n"].concat();
        let upstream = raw_server(move || answer.clone()).await;
        let chain = Chain::new(&upstream).await;
        let stream = get_chat(chain.gateway.address, &format!("Accept: {STREAM}\r\n")).await;
        assert!(stream.complete);
        Self { events, stream: stream.body }
    }
}

/// A raw server in place of the gateway, and `connect` in front of it.
struct Intermediary {
    answer: Arc<Mutex<Vec<u8>>>,
    local: Running,
    _server: Running,
}

impl Intermediary {
    async fn new() -> Self {
        let answer = Arc::new(Mutex::new(Vec::new()));
        let current = Arc::clone(&answer);
        let server = raw_server(move || current.lock().unwrap().clone()).await;
        Self { answer, local: connect(connect_config(&server)).await, _server: server }
    }

    /// Returns the answer that a client receives if the server sends these headers and this body.
    async fn answer(&self, headers: &str, body: &[u8]) -> Answer {
        let head = format!("HTTP/1.1 200 OK\r\n{TYPE}{headers}\r\n");
        *self.answer.lock().unwrap() = [head.as_bytes(), body].concat();
        get_chat(self.local.address, "").await
    }

    /// Returns the answer that a client receives if the server sends this stream with its length.
    async fn answer_with_length(&self, stream: &[u8]) -> Answer {
        self.answer(&format!("content-length: {}\r\n", stream.len()), stream).await
    }
}

/// Asserts that all complete events were delivered, and that the answer has no end.
fn assert_broken(answer: &Answer, stream: &[u8], recorded: &Recorded) {
    assert_eq!((answer.status(), answer.complete), (200, false), "{} bytes", stream.len());
    assert_eq!(answer.body, decoded(stream).0, "{} bytes", stream.len());
    assert!(recorded.events.starts_with(&answer.text()));
}

#[tokio::test]
async fn buffering_changes_nothing() {
    let (recorded, intermediary) = (Recorded::new().await, Intermediary::new().await);
    let answer = intermediary.answer_with_length(&recorded.stream).await;
    assert_eq!((answer.text(), answer.complete), (recorded.events, true));
    assert!(answer.head.contains("content-type: text/event-stream\r\n"));
    assert!(!answer.head.contains("content-length: ") && !answer.head.contains("tokenwire-content-type"));
}

#[tokio::test]
async fn splitting_into_bytes_changes_nothing() {
    let (recorded, intermediary) = (Recorded::new().await, Intermediary::new().await);
    let mut bytes: Vec<u8> = recorded.stream.iter().flat_map(|byte| chunk(&[*byte])).collect();
    bytes.extend(b"0\r\n\r\n");
    let answer = intermediary.answer("transfer-encoding: chunked\r\n", &bytes).await;
    assert_eq!((answer.text(), answer.complete), (recorded.events, true));
}

#[tokio::test]
async fn a_cut_anywhere_is_detected() {
    let (recorded, intermediary) = (Recorded::new().await, Intermediary::new().await);
    let length = format!("content-length: {}\r\n", recorded.stream.len());
    for cut in 0..recorded.stream.len() {
        let stream = &recorded.stream[..cut];
        assert_broken(&intermediary.answer(&length, stream).await, stream, &recorded);
    }
}

/// In HTTP these bodies end normally: with the connection, or at their length.
#[tokio::test]
async fn an_early_end_anywhere_is_detected() {
    let (recorded, intermediary) = (Recorded::new().await, Intermediary::new().await);
    for end in 0..recorded.stream.len() {
        let stream = &recorded.stream[..end];
        assert_broken(&intermediary.answer("connection: close\r\n", stream).await, stream, &recorded);
        assert_broken(&intermediary.answer_with_length(stream).await, stream, &recorded);
    }
    let answer = intermediary.answer("connection: close\r\n", &recorded.stream).await;
    assert_eq!((answer.text(), answer.complete), (recorded.events, true));
}

#[tokio::test]
async fn any_flipped_bit_is_detected() {
    let (recorded, intermediary) = (Recorded::new().await, Intermediary::new().await);
    for bit in 0..recorded.stream.len() * 8 {
        let mut stream = recorded.stream.clone();
        stream[bit / 8] ^= 1 << (bit % 8);
        let answer = intermediary.answer_with_length(&stream).await;
        assert_eq!((answer.status(), answer.complete), (200, false), "bit {bit}: {}", answer.text());
    }
}

#[tokio::test]
async fn appended_bytes_are_detected() {
    let (recorded, intermediary) = (Recorded::new().await, Intermediary::new().await);
    let answer = intermediary.answer_with_length(&[&recorded.stream[..], b"<!-- ad -->"].concat()).await;
    assert_eq!((answer.text(), answer.complete), (recorded.events, false));
}

#[tokio::test]
async fn compression_changes_nothing() {
    let (recorded, intermediary) = (Recorded::new().await, Intermediary::new().await);
    let mut coder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    coder.write_all(&recorded.stream).unwrap();
    let compressed = coder.finish().unwrap();
    let headers = format!("content-encoding: gzip\r\ncontent-length: {}\r\n", compressed.len());
    let answer = intermediary.answer(&headers, &compressed).await;
    assert_eq!((answer.text(), answer.complete), (recorded.events, true));
    assert!(!answer.head.contains("content-encoding"));
}
