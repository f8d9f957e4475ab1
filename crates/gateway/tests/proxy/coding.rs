//! Upstreams that compress their answers.

use crate::common::chain::Chain;
use crate::common::chat::{chat, word};
use crate::common::raw_client::get_chat;
use crate::common::raw_server::{EVENTS, chunk, raw_server};
use crate::common::upstream::Upstream;
use crate::common::{client, soon};
use std::io::Write;
use std::sync::{Arc, Mutex};
use tokenwire_http::media_type::STREAM;

/// The output of a compressor. Clones share the bytes.
#[derive(Clone, Default)]
struct Output(Arc<Mutex<Vec<u8>>>);

impl Output {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Asserts that a compressed stream is decompressed, and that each event is forwarded at once. The upstream sends an
/// event only after the client has read the previous one.
async fn assert_decompressed_event_by_event(name: &str, output: Output, mut compressor: impl Write) {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    let local = chain.local.url("/v1");
    let answer = tokio::spawn(async move { client().get(local).send().await.unwrap() });
    let headers = [("content-type", "text/event-stream"), ("content-encoding", name)];
    let feed = upstream.request().await.feed(&headers);
    feed.send(output.take()).await;
    let mut answer = soon(answer).await.unwrap();
    assert!(!answer.headers().contains_key("content-encoding"));
    for event in chat(30) {
        compressor.write_all(event.as_bytes()).unwrap();
        compressor.flush().unwrap();
        feed.send(output.take()).await;
        let mut received = Vec::new();
        while received.len() < event.len() {
            received.extend(soon(answer.chunk()).await.unwrap().unwrap());
        }
        assert_eq!(String::from_utf8(received).unwrap(), event, "{name}");
    }
    drop(compressor);
    feed.send(output.take()).await;
    drop(feed);
    assert_eq!(soon(answer.chunk()).await.unwrap(), None, "{name}");
}

#[tokio::test]
async fn gzip_is_decompressed_event_by_event() {
    let output = Output::default();
    let compressor = flate2::write::GzEncoder::new(output.clone(), flate2::Compression::default());
    assert_decompressed_event_by_event("gzip", output, compressor).await;
}

#[tokio::test]
async fn deflate_is_decompressed_event_by_event() {
    let output = Output::default();
    let compressor = flate2::write::ZlibEncoder::new(output.clone(), flate2::Compression::default());
    assert_decompressed_event_by_event("deflate", output, compressor).await;
}

#[tokio::test]
async fn brotli_is_decompressed_event_by_event() {
    let output = Output::default();
    assert_decompressed_event_by_event(
        "br",
        output.clone(),
        brotli::CompressorWriter::new(output, 4096, 5, 22),
    )
    .await;
}

#[tokio::test]
async fn zstd_is_decompressed_event_by_event() {
    let output = Output::default();
    let compressor = zstd::stream::write::Encoder::new(output.clone(), 3).unwrap().auto_finish();
    assert_decompressed_event_by_event("zstd", output, compressor).await;
}

/// Compresses a text as one gzip member.
fn member(text: &str) -> Vec<u8> {
    let mut compressor = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    compressor.write_all(text.as_bytes()).unwrap();
    compressor.finish().unwrap()
}

/// Returns an upstream that sends these bytes with `Content-Encoding: gzip`.
async fn gzipped(bytes: Vec<u8>) -> crate::common::Running {
    let head = EVENTS.replace("\r\n\r\n", "\r\nContent-Encoding: gzip\r\n\r\n");
    let answer = [head.as_bytes(), &chunk(&bytes), b"0\r\n\r\n"].concat();
    raw_server(move || answer.clone()).await
}

#[tokio::test]
async fn several_gzip_members_are_decompressed() {
    let members: Vec<u8> = chat(5).iter().flat_map(|event| member(event)).collect();
    let upstream = gzipped(members).await;
    let chain = Chain::new(&upstream).await;
    let answer = get_chat(chain.local.address, "").await;
    assert_eq!((answer.text(), answer.complete), (chat(5).concat(), true));
}

#[tokio::test]
async fn clients_without_an_offer_receive_the_compressed_bytes() {
    let compressed = member(&chat(5).concat());
    let upstream = gzipped(compressed.clone()).await;
    let chain = Chain::new(&upstream).await;
    let answer = get_chat(chain.gateway.address, "").await;
    assert!(answer.head.contains("content-encoding: gzip\r\n") && answer.complete);
    assert_eq!(answer.body, compressed);
}

#[tokio::test]
async fn the_answer_breaks_off_at_the_end_of_a_truncated_gzip_member() {
    let compressed = member(&word(" hello"));
    let upstream = gzipped(compressed[..compressed.len() - 4].to_vec()).await;
    let chain = Chain::new(&upstream).await;
    let answer = get_chat(chain.local.address, "").await;
    assert_eq!((answer.text(), answer.complete), (word(" hello"), false));
}

#[tokio::test]
async fn the_answer_breaks_off_if_the_content_encoding_is_wrong() {
    let upstream = gzipped(chat(5).concat().into_bytes()).await;
    let chain = Chain::new(&upstream).await;
    let answer = get_chat(chain.local.address, "").await;
    assert_eq!((answer.status(), answer.text(), answer.complete), (200, String::new(), false));
    let stream = get_chat(chain.gateway.address, &format!("Accept: {STREAM}\r\n")).await;
    assert!(!stream.complete);
}
