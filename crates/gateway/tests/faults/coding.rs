//! Content codings of an upstream, undone event by event.

use crate::common::chain::Chain;
use crate::common::chat::{chat, word};
use crate::common::said::{EVENTS, chunk, says};
use crate::common::upstream::Upstream;
use crate::common::wire::ask;
use crate::common::{client, soon};
use std::io::Write;
use std::sync::{Arc, Mutex};
use tokenwire_gateway::STREAM;

/// Where a coder writes, and what of it is new.
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

/// The upstream goes on only when the client has seen what it said last.
async fn assert_flows(name: &str, written: Written, mut coder: impl Write) {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    let near = chain.near.url("/v1");
    let answer = tokio::spawn(async move { client().get(near).send().await.unwrap() });
    let headers = [("content-type", "text/event-stream"), ("content-encoding", name)];
    let feed = upstream.asked().await.feed(&headers);
    feed.send(written.take()).await;
    let mut answer = soon(answer).await.unwrap();
    assert!(!answer.headers().contains_key("content-encoding"));
    for event in chat(30) {
        coder.write_all(event.as_bytes()).unwrap();
        coder.flush().unwrap();
        feed.send(written.take()).await;
        let mut seen = Vec::new();
        while seen.len() < event.len() {
            seen.extend(soon(answer.chunk()).await.unwrap().unwrap());
        }
        assert_eq!(String::from_utf8(seen).unwrap(), event, "{name}");
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
    assert_flows("gzip", written, coder).await;
}

#[tokio::test]
async fn deflate() {
    let written = Written::default();
    let coder = flate2::write::ZlibEncoder::new(written.clone(), flate2::Compression::default());
    assert_flows("deflate", written, coder).await;
}

#[tokio::test]
async fn brotli() {
    let written = Written::default();
    assert_flows("br", written.clone(), brotli::CompressorWriter::new(written, 4096, 5, 22)).await;
}

#[tokio::test]
async fn zstd() {
    let written = Written::default();
    let coder = zstd::stream::write::Encoder::new(written.clone(), 3).unwrap().auto_finish();
    assert_flows("zstd", written, coder).await;
}

/// A member of gzip.
fn member(text: &str) -> Vec<u8> {
    let mut coder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    coder.write_all(text.as_bytes()).unwrap();
    coder.finish().unwrap()
}

/// An upstream that says this as gzip, and ends.
async fn gzipped(bytes: Vec<u8>) -> crate::common::Running {
    let head = EVENTS.replace("\r\n\r\n", "\r\nContent-Encoding: gzip\r\n\r\n");
    let said = [head.as_bytes(), &chunk(&bytes), b"0\r\n\r\n"].concat();
    says(move || said.clone()).await
}

#[tokio::test]
async fn a_member_for_each_event() {
    let members: Vec<u8> = chat(5).iter().flat_map(|event| member(event)).collect();
    let upstream = gzipped(members).await;
    let chain = Chain::new(&upstream).await;
    let answer = ask(chain.near.address, "").await;
    assert_eq!((answer.text(), answer.whole), (chat(5).concat(), true));
}

#[tokio::test]
async fn who_does_not_ask_gets_it_packed() {
    let packed = member(&chat(5).concat());
    let upstream = gzipped(packed.clone()).await;
    let chain = Chain::new(&upstream).await;
    let answer = ask(chain.gateway.address, "").await;
    assert!(answer.head.contains("content-encoding: gzip\r\n") && answer.whole);
    assert_eq!(answer.body, packed);
}

#[tokio::test]
async fn an_end_that_is_cut_off_is_no_end() {
    let packed = member(&word(" hello"));
    let upstream = gzipped(packed[..packed.len() - 4].to_vec()).await;
    let chain = Chain::new(&upstream).await;
    let answer = ask(chain.near.address, "").await;
    assert_eq!((answer.text(), answer.whole), (word(" hello"), false));
}

#[tokio::test]
async fn what_is_not_packed_as_it_says_breaks_off() {
    let upstream = gzipped(chat(5).concat().into_bytes()).await;
    let chain = Chain::new(&upstream).await;
    let answer = ask(chain.near.address, "").await;
    assert_eq!((answer.status(), answer.text(), answer.whole), (200, String::new(), false));
    let stream = ask(chain.gateway.address, &format!("Accept: {STREAM}\r\n")).await;
    assert!(!stream.whole);
}
