//! Streams that break off: the bytes before the break are delivered, and then the connection is closed.

use crate::common::chain::{Chain, short_timeouts};
use crate::common::chat::{chat, word};
use crate::common::raw_client::{Answer, RawClient, get_chat};
use crate::common::raw_server::{EVENTS, chunk, raw_server, truncating_server};
use crate::common::upstream::Upstream;
use crate::common::{Running, connect, connect_config, decoded};
use tokenwire::Error;
use tokenwire_http::media_type::STREAM;

/// Asserts that these bytes were delivered, without an end.
fn assert_broken(answer: &Answer, delivered: &[u8]) {
    assert_eq!(answer.status(), 200, "{answer:?}");
    assert_eq!(answer.text(), String::from_utf8_lossy(delivered));
    assert_eq!(answer.body, delivered);
    assert!(!answer.complete, "a broken answer has an end");
}

/// Asserts that clients of both proxies notice that this upstream breaks off.
async fn assert_breaks_after(upstream: &Running, delivered: &[u8]) {
    let chain = Chain::new(upstream).await;
    for server in chain.both() {
        assert_broken(&get_chat(server.address, "").await, delivered);
    }
    let stream = get_chat(chain.gateway.address, &format!("Accept: {STREAM}\r\n")).await;
    let (events, end) = decoded(&stream.body);
    assert_eq!((events, stream.complete), (delivered.to_vec(), false));
    assert!(matches!(end, Err(Error::Aborted { .. })), "{end:?}");
}

#[tokio::test]
async fn after_complete_events() {
    let chat = chat(3).concat();
    assert_breaks_after(&truncating_server(&chat).await, chat.as_bytes()).await;
}

#[tokio::test]
async fn in_the_middle_of_an_event() {
    let chat = chat(3).concat();
    let cut = &chat[..chat.len() - 100];
    assert_breaks_after(&truncating_server(cut).await, cut.as_bytes()).await;
}

#[tokio::test]
async fn in_the_middle_of_a_character() {
    let event = word("né");
    let cut = &event.as_bytes()[..=event.find('é').unwrap()];
    assert_breaks_after(&truncating_server(cut).await, cut).await;
}

#[tokio::test]
async fn after_nothing() {
    let upstream = raw_server(|| EVENTS.into()).await;
    assert_breaks_after(&upstream, b"").await;
}

#[tokio::test]
async fn in_the_middle_of_a_chunk() {
    let answer = format!("{EVENTS}ffff\r\n{}", chat(3).concat());
    let upstream = raw_server(move || answer.clone().into()).await;
    assert_breaks_after(&upstream, chat(3).concat().as_bytes()).await;
}

#[tokio::test]
async fn with_a_malformed_chunk() {
    let answer = [EVENTS.as_bytes(), &chunk(chat(3).concat().as_bytes()), b"xyz\r\n"].concat();
    let upstream = raw_server(move || answer.clone()).await;
    assert_breaks_after(&upstream, chat(3).concat().as_bytes()).await;
}

#[tokio::test]
async fn before_the_declared_length() {
    let chat = chat(3).concat();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 99999\r\n\r\n";
    let answer = format!("{head}{chat}");
    let upstream = raw_server(move || answer.clone().into()).await;
    assert_breaks_after(&upstream, chat.as_bytes()).await;
}

#[tokio::test]
async fn answers_that_are_not_streamed_break_off_too() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n";
    let upstream = raw_server(move || format!("{head}{{\"a\":").into()).await;
    let chain = Chain::new(&upstream).await;
    for server in chain.both() {
        assert_broken(&get_chat(server.address, "").await, b"{\"a\":");
    }
}

#[tokio::test]
async fn a_regular_end_within_a_character_is_an_end() {
    let cut = b"data: n\xc3".to_vec();
    let answer = [EVENTS.as_bytes(), &chunk(&cut), b"0\r\n\r\n"].concat();
    let upstream = raw_server(move || answer.clone()).await;
    let chain = Chain::new(&upstream).await;
    for server in chain.both() {
        let answer = get_chat(server.address, "").await;
        assert_eq!((answer.body, answer.complete), (cut.clone(), true));
    }
}

#[tokio::test]
async fn a_stall_in_mid_stream() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::with_short_timeouts(&upstream.server).await;
    for server in chain.both() {
        let mut client = RawClient::new(server.address).await;
        client.get("").await;
        let feed = upstream.request().await.events();
        feed.send(chat(3).concat()).await;
        assert_broken(&client.answer().await, chat(3).concat().as_bytes());
        feed.canceled().await;
    }
}

#[tokio::test]
async fn a_stall_of_the_gateway() {
    let mut gateway = Upstream::new().await;
    let config = connect_config(&gateway.server).with_proxy(short_timeouts());
    let near = connect(config).await;
    let mut client = RawClient::new(near.address).await;
    client.get("").await;
    let feed = gateway.request().await.events();
    feed.send("data: plain\n\n").await;
    assert_broken(&client.answer().await, b"data: plain\n\n");
    feed.canceled().await;
}
