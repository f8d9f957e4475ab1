//! What may stand between the two sides: it holds a stream back, cuts it, packs it, damages it.

use crate::common::chain::Chain;
use crate::common::chat::chat;
use crate::common::said::{chunk, says};
use crate::common::wire::{Answer, ask};
use crate::common::{Running, connect, connect_config};
use std::io::Write as _;
use std::sync::{Arc, Mutex};
use tokenwire_gateway::STREAM;

const TYPE: &str = "content-type: application/vnd.tokenwire.stream;v=1;coder=varint;dict=1\r\n\
                    tokenwire-content-type: text/event-stream\r\n";

/// A chat, and what a gateway made of it.
struct Recorded {
    events: String,
    stream: Vec<u8>,
}

impl Recorded {
    async fn new() -> Self {
        let events = chat(2).concat();
        let said = [crate::common::said::EVENTS.as_bytes(), &chunk(events.as_bytes()), b"0\r\n\r\n"].concat();
        let upstream = says(move || said.clone()).await;
        let chain = Chain::new(&upstream).await;
        let stream = ask(chain.gateway.address, &format!("Accept: {STREAM}\r\n")).await;
        assert!(stream.whole);
        Self { events, stream: stream.body }
    }
}

/// Somebody in the gateway's place, who says what the test likes, and a client's side before that.
struct Between {
    said: Arc<Mutex<Vec<u8>>>,
    near: Running,
    _server: Running,
}

impl Between {
    async fn new() -> Self {
        let said = Arc::new(Mutex::new(Vec::new()));
        let says_now = Arc::clone(&said);
        let server = says(move || says_now.lock().unwrap().clone()).await;
        Self { said, near: connect(connect_config(&server)).await, _server: server }
    }

    /// What the client gets of an answer with these headers and this after them.
    async fn answer(&self, headers: &str, body: &[u8]) -> Answer {
        let head = format!("HTTP/1.1 200 OK\r\n{TYPE}{headers}\r\n");
        *self.said.lock().unwrap() = [head.as_bytes(), body].concat();
        ask(self.near.address, "").await
    }

    async fn whole(&self, stream: &[u8]) -> Answer {
        self.answer(&format!("content-length: {}\r\n", stream.len()), stream).await
    }
}

/// The events in what came of a stream.
fn complete(stream: &[u8]) -> String {
    let mut decoder = tokenwire_chat::Decoder::new();
    decoder.push(stream);
    let mut events = Vec::new();
    while let Ok(Some(event)) = decoder.next_event() {
        events.extend_from_slice(event.bytes);
    }
    String::from_utf8(events).unwrap()
}

/// Whether what is complete came, and no end.
fn assert_broken(answer: &Answer, stream: &[u8], recorded: &Recorded) {
    assert_eq!((answer.status(), answer.whole), (200, false), "{} bytes", stream.len());
    assert_eq!(answer.text(), complete(stream), "{} bytes", stream.len());
    assert!(recorded.events.starts_with(&answer.text()));
}

#[tokio::test]
async fn who_holds_it_all_back_changes_nothing() {
    let (recorded, between) = (Recorded::new().await, Between::new().await);
    let answer = between.whole(&recorded.stream).await;
    assert_eq!((answer.text(), answer.whole), (recorded.events, true));
    assert!(answer.head.contains("content-type: text/event-stream\r\n"));
    assert!(!answer.head.contains("content-length: ") && !answer.head.contains("tokenwire-content-type"));
}

#[tokio::test]
async fn who_gives_it_byte_by_byte_changes_nothing() {
    let (recorded, between) = (Recorded::new().await, Between::new().await);
    let mut bytes: Vec<u8> = recorded.stream.iter().flat_map(|byte| chunk(&[*byte])).collect();
    bytes.extend(b"0\r\n\r\n");
    let answer = between.answer("transfer-encoding: chunked\r\n", &bytes).await;
    assert_eq!((answer.text(), answer.whole), (recorded.events, true));
}

#[tokio::test]
async fn who_cuts_it_anywhere_is_seen() {
    let (recorded, between) = (Recorded::new().await, Between::new().await);
    let length = format!("content-length: {}\r\n", recorded.stream.len());
    for cut in 0..recorded.stream.len() {
        let stream = &recorded.stream[..cut];
        assert_broken(&between.answer(&length, stream).await, stream, &recorded);
    }
}

/// It ends as HTTP has it, by the connection or by the length.
#[tokio::test]
async fn who_ends_it_anywhere_is_seen() {
    let (recorded, between) = (Recorded::new().await, Between::new().await);
    for end in 0..recorded.stream.len() {
        let stream = &recorded.stream[..end];
        assert_broken(&between.answer("connection: close\r\n", stream).await, stream, &recorded);
        assert_broken(&between.whole(stream).await, stream, &recorded);
    }
    let answer = between.answer("connection: close\r\n", &recorded.stream).await;
    assert_eq!((answer.text(), answer.whole), (recorded.events, true));
}

#[tokio::test]
async fn who_flips_any_bit_is_seen() {
    let (recorded, between) = (Recorded::new().await, Between::new().await);
    for bit in 0..recorded.stream.len() * 8 {
        let mut stream = recorded.stream.clone();
        stream[bit / 8] ^= 1 << (bit % 8);
        let answer = between.whole(&stream).await;
        assert_eq!((answer.status(), answer.whole), (200, false), "bit {bit}: {}", answer.text());
    }
}

#[tokio::test]
async fn who_adds_to_it_is_seen() {
    let (recorded, between) = (Recorded::new().await, Between::new().await);
    let answer = between.whole(&[&recorded.stream[..], b"<!-- ad -->"].concat()).await;
    assert_eq!((answer.text(), answer.whole), (recorded.events, false));
}

#[tokio::test]
async fn who_packs_it_changes_nothing() {
    let (recorded, between) = (Recorded::new().await, Between::new().await);
    let mut coder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    coder.write_all(&recorded.stream).unwrap();
    let packed = coder.finish().unwrap();
    let headers = format!("content-encoding: gzip\r\ncontent-length: {}\r\n", packed.len());
    let answer = between.answer(&headers, &packed).await;
    assert_eq!((answer.text(), answer.whole), (recorded.events, true));
    assert!(!answer.head.contains("content-encoding"));
}
