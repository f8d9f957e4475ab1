//! Upstreams that break off in the middle of an answer. The proxies deliver all bytes before the break, and then
//! break off too.

use crate::common::chain::{Chain, short_timeouts};
use crate::common::chat::{chat, word};
use crate::common::raw_client::{Answer, RawClient, get_chat};
use crate::common::raw_server::{EVENTS, chunk, raw_server, truncating_server};
use crate::common::upstream::Upstream;
use crate::common::{Running, connect, connect_config, decoded};
use tokenwire::Error;
use tokenwire_http::media_type::STREAM;

/// Asserts that these bytes were delivered, and that the answer has no end.
fn assert_broken(answer: &Answer, delivered: &[u8]) {
    assert_eq!(answer.status(), 200, "{answer:?}");
    assert_eq!(answer.text(), String::from_utf8_lossy(delivered));
    assert_eq!(answer.body, delivered);
    assert!(!answer.complete, "an answer that breaks off must not have an end");
}

/// Asserts that clients of both proxies receive these bytes of this upstream, and notice that it breaks off.
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
async fn a_break_after_complete_events_is_noticed() {
    let chat = chat(3).concat();
    assert_breaks_after(&truncating_server(&chat).await, chat.as_bytes()).await;
}

#[tokio::test]
async fn a_break_in_the_middle_of_an_event_is_noticed() {
    let chat = chat(3).concat();
    let cut = &chat[..chat.len() - 100];
    assert_breaks_after(&truncating_server(cut).await, cut.as_bytes()).await;
}

#[tokio::test]
async fn a_break_in_the_middle_of_a_character_is_noticed() {
    let event = word("né");
    let cut = &event.as_bytes()[..=event.find('é').unwrap()];
    assert_breaks_after(&truncating_server(cut).await, cut).await;
}

#[tokio::test]
async fn a_break_before_the_first_event_is_noticed() {
    let upstream = raw_server(|| EVENTS.into()).await;
    assert_breaks_after(&upstream, b"").await;
}

#[tokio::test]
async fn a_break_in_the_middle_of_a_chunk_is_noticed() {
    let answer = format!("{EVENTS}ffff\r\n{}", chat(3).concat());
    let upstream = raw_server(move || answer.clone().into()).await;
    assert_breaks_after(&upstream, chat(3).concat().as_bytes()).await;
}

#[tokio::test]
async fn a_malformed_chunk_is_noticed() {
    let answer = [EVENTS.as_bytes(), &chunk(chat(3).concat().as_bytes()), b"xyz\r\n"].concat();
    let upstream = raw_server(move || answer.clone()).await;
    assert_breaks_after(&upstream, chat(3).concat().as_bytes()).await;
}

#[tokio::test]
async fn a_break_before_the_declared_length_is_noticed() {
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
async fn a_regular_end_in_the_middle_of_a_character_is_forwarded() {
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
async fn an_upstream_that_stalls_in_mid_stream_is_noticed() {
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
async fn a_gateway_that_stalls_in_mid_stream_is_noticed() {
    let mut gateway = Upstream::new().await;
    let config = connect_config(&gateway.server).with_proxy(short_timeouts());
    let local = connect(config).await;
    let mut client = RawClient::new(local.address).await;
    client.get("").await;
    let feed = gateway.request().await.events();
    feed.send("data: plain\n\n").await;
    assert_broken(&client.answer().await, b"data: plain\n\n");
    feed.canceled().await;
}
