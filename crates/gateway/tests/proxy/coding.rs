//! Content codings of an upstream, decoded event by event.

use crate::common::chain::Chain;
use crate::common::chat::{chat, word};
use crate::common::raw_client::get_chat;
use crate::common::raw_server::{EVENTS, chunk, raw_server};
use crate::common::upstream::Upstream;
use crate::common::{client, soon};
use std::io::Write;
use std::sync::{Arc, Mutex};
use tokenwire_http::media_type::STREAM;

/// The output of a compressor.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Asserts that each event is forwarded at once: the upstream continues only when the client has read the event before.
async fn assert_decompressed_event_by_event(name: &str, written: Written, mut coder: impl Write) {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    let near = chain.near.url("/v1");
    let answer = tokio::spawn(async move { client().get(near).send().await.unwrap() });
    let headers = [("content-type", "text/event-stream"), ("content-encoding", name)];
    let feed = upstream.request().await.feed(&headers);
    feed.send(written.take()).await;
    let mut answer = soon(answer).await.unwrap();
    assert!(!answer.headers().contains_key("content-encoding"));
    for event in chat(30) {
        coder.write_all(event.as_bytes()).unwrap();
        coder.flush().unwrap();
        feed.send(written.take()).await;
        let mut received = Vec::new();
        while received.len() < event.len() {
            received.extend(soon(answer.chunk()).await.unwrap().unwrap());
        }
        assert_eq!(String::from_utf8(received).unwrap(), event, "{name}");
    }
    drop(coder);
    feed.send(written.take()).await;
    drop(feed);
    assert_eq!(soon(answer.chunk()).await.unwrap(), None, "{name}");
}

#[tokio::test]
async fn gzip() {
    let written = Written::default();
    let coder = flate2::write::GzEncoder::new(written.clone(), flate2::Compression::default());
    assert_decompressed_event_by_event("gzip", written, coder).await;
}

#[tokio::test]
async fn deflate() {
    let written = Written::default();
    let coder = flate2::write::ZlibEncoder::new(written.clone(), flate2::Compression::default());
    assert_decompressed_event_by_event("deflate", written, coder).await;
}

#[tokio::test]
async fn brotli() {
    let written = Written::default();
    assert_decompressed_event_by_event(
        "br",
        written.clone(),
        brotli::CompressorWriter::new(written, 4096, 5, 22),
    )
    .await;
}

#[tokio::test]
async fn zstd() {
    let written = Written::default();
    let coder = zstd::stream::write::Encoder::new(written.clone(), 3).unwrap().auto_finish();
    assert_decompressed_event_by_event("zstd", written, coder).await;
}

/// Returns a gzip member.
fn member(text: &str) -> Vec<u8> {
    let mut coder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    coder.write_all(text.as_bytes()).unwrap();
    coder.finish().unwrap()
}

/// Returns an upstream that sends these bytes labelled as gzip.
async fn gzipped(bytes: Vec<u8>) -> crate::common::Running {
    let head = EVENTS.replace("\r\n\r\n", "\r\nContent-Encoding: gzip\r\n\r\n");
    let answer = [head.as_bytes(), &chunk(&bytes), b"0\r\n\r\n"].concat();
    raw_server(move || answer.clone()).await
}

#[tokio::test]
async fn a_gzip_member_for_each_event() {
    let members: Vec<u8> = chat(5).iter().flat_map(|event| member(event)).collect();
    let upstream = gzipped(members).await;
    let chain = Chain::new(&upstream).await;
    let answer = get_chat(chain.near.address, "").await;
    assert_eq!((answer.text(), answer.complete), (chat(5).concat(), true));
}

#[tokio::test]
async fn clients_without_an_offer_receive_it_compressed() {
    let compressed = member(&chat(5).concat());
    let upstream = gzipped(compressed.clone()).await;
    let chain = Chain::new(&upstream).await;
    let answer = get_chat(chain.gateway.address, "").await;
    assert!(answer.head.contains("content-encoding: gzip\r\n") && answer.complete);
    assert_eq!(answer.body, compressed);
}

#[tokio::test]
async fn a_truncated_member_breaks_off() {
    let compressed = member(&word(" hello"));
    let upstream = gzipped(compressed[..compressed.len() - 4].to_vec()).await;
    let chain = Chain::new(&upstream).await;
    let answer = get_chat(chain.near.address, "").await;
    assert_eq!((answer.text(), answer.complete), (word(" hello"), false));
}

#[tokio::test]
async fn a_wrong_content_encoding_breaks_off() {
    let upstream = gzipped(chat(5).concat().into_bytes()).await;
    let chain = Chain::new(&upstream).await;
    let answer = get_chat(chain.near.address, "").await;
    assert_eq!((answer.status(), answer.text(), answer.complete), (200, String::new(), false));
    let stream = get_chat(chain.gateway.address, &format!("Accept: {STREAM}\r\n")).await;
    assert!(!stream.complete);
}
