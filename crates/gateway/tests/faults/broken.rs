//! Streams that break off: what came is delivered, and then the connection breaks.

use crate::common::Running;
use crate::common::chain::Chain;
use crate::common::chat::{chat, word};
use crate::common::said::{EVENTS, breaks_off_after, chunk, says};
use crate::common::upstream::Upstream;
use crate::common::wire::{Answer, Wire, ask};
use tokenwire::Error;
use tokenwire_gateway::STREAM;

/// Whether this came, and no end.
fn assert_broken(answer: &Answer, delivered: &[u8]) {
    assert_eq!(answer.status(), 200, "{answer:?}");
    assert_eq!(answer.text(), String::from_utf8_lossy(delivered));
    assert_eq!(answer.body, delivered);
    assert!(!answer.whole, "it broke off, and seems to have ended");
}

/// What a token stream stands for, and how it ends.
fn decoded(stream: &[u8]) -> (Vec<u8>, Result<(), Error>) {
    let mut decoder = tokenwire_chat::Decoder::new();
    decoder.push(stream);
    let mut events = Vec::new();
    while let Ok(Some(event)) = decoder.next_event() {
        events.extend_from_slice(event.bytes);
    }
    (events, decoder.finish())
}

/// Whether an upstream that breaks off after this is seen as such by everybody.
async fn assert_breaks_after(upstream: &Running, delivered: &[u8]) {
    let chain = Chain::new(upstream).await;
    for server in chain.both() {
        assert_broken(&ask(server.address, "").await, delivered);
    }
    let stream = ask(chain.gateway.address, &format!("Accept: {STREAM}\r\n")).await;
    let (events, end) = decoded(&stream.body);
    assert_eq!((events, stream.whole), (delivered.to_vec(), false));
    assert!(matches!(end, Err(Error::Aborted { .. })), "{end:?}");
}

#[tokio::test]
async fn after_whole_events() {
    let chat = chat(3).concat();
    assert_breaks_after(&breaks_off_after(&chat).await, chat.as_bytes()).await;
}

#[tokio::test]
async fn in_the_middle_of_an_event() {
    let chat = chat(3).concat();
    let cut = &chat[..chat.len() - 100];
    assert_breaks_after(&breaks_off_after(cut).await, cut.as_bytes()).await;
}

#[tokio::test]
async fn in_the_middle_of_a_character() {
    let event = word("né");
    let cut = &event.as_bytes()[..=event.find('é').unwrap()];
    assert_breaks_after(&breaks_off_after(cut).await, cut).await;
}

#[tokio::test]
async fn after_nothing() {
    let upstream = says(|| EVENTS.into()).await;
    assert_breaks_after(&upstream, b"").await;
}

#[tokio::test]
async fn in_the_middle_of_a_chunk() {
    let said = format!("{EVENTS}ffff\r\n{}", chat(3).concat());
    let upstream = says(move || said.clone().into()).await;
    assert_breaks_after(&upstream, chat(3).concat().as_bytes()).await;
}

#[tokio::test]
async fn with_a_chunk_that_is_none() {
    let said = [EVENTS.as_bytes(), &chunk(chat(3).concat().as_bytes()), b"xyz\r\n"].concat();
    let upstream = says(move || said.clone()).await;
    assert_breaks_after(&upstream, chat(3).concat().as_bytes()).await;
}

#[tokio::test]
async fn before_the_length_that_was_promised() {
    let chat = chat(3).concat();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 99999\r\n\r\n";
    let said = format!("{head}{chat}");
    let upstream = says(move || said.clone().into()).await;
    assert_breaks_after(&upstream, chat.as_bytes()).await;
}

#[tokio::test]
async fn what_is_not_streamed_breaks_off_too() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n";
    let upstream = says(move || format!("{head}{{\"a\":").into()).await;
    let chain = Chain::new(&upstream).await;
    for server in chain.both() {
        assert_broken(&ask(server.address, "").await, b"{\"a\":");
    }
}

#[tokio::test]
async fn a_clean_end_in_the_middle_of_a_character_is_an_end() {
    let cut = b"data: n\xc3".to_vec();
    let said = [EVENTS.as_bytes(), &chunk(&cut), b"0\r\n\r\n"].concat();
    let upstream = says(move || said.clone()).await;
    let chain = Chain::new(&upstream).await;
    for server in chain.both() {
        let answer = ask(server.address, "").await;
        assert_eq!((answer.body, answer.whole), (cut.clone(), true));
    }
}

#[tokio::test]
async fn a_stall_in_mid_stream() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::impatient(&upstream.server).await;
    for server in chain.both() {
        let mut wire = Wire::new(server.address).await;
        wire.get("").await;
        let feed = upstream.asked().await.events();
        feed.send(chat(3).concat()).await;
        assert_broken(&wire.answer().await, chat(3).concat().as_bytes());
        feed.left().await;
    }
}

#[tokio::test]
async fn a_stall_of_the_gateway() {
    let mut gateway = Upstream::new().await;
    let mut config = crate::common::connect_config(&gateway.server);
    config.proxy = crate::common::chain::impatient();
    let near = crate::common::connect(config).await;
    let mut wire = Wire::new(near.address).await;
    wire.get("").await;
    let feed = gateway.asked().await.events();
    feed.send("data: plain\n\n").await;
    assert_broken(&wire.answer().await, b"data: plain\n\n");
    feed.left().await;
}
