//! Streams through both proxies, and through `serve` alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use common::chat::{chat, rare_words};
use common::{client, connect, connect_config, decoded, router, serve, serve_config};
use futures_util::{StreamExt, stream};
use std::convert::Infallible;
use std::time::Duration;
use tokenwire_http::FlushPolicy;
use tokenwire_http::media_type::STREAM;

/// Returns an upstream that streams these pieces.
async fn upstream(pieces: Vec<String>) -> common::Running {
    router(axum::Router::new().fallback(move || {
        let pieces = pieces.clone().into_iter().map(|piece| Ok::<_, Infallible>(Bytes::from(piece)));
        let body = Body::from_stream(stream::iter(pieces));
        async move {
            Response::builder().header("content-type", "text/event-stream; charset=utf-8").body(body).unwrap()
        }
    }))
    .await
}

#[tokio::test]
async fn every_byte_round_trips_through_both_proxies() {
    let pieces = chat(300);
    let upstream = upstream(pieces.clone()).await;
    let gateway = serve(serve_config(&upstream)).await;
    let local = connect(connect_config(&gateway)).await;
    let answer = client().get(local.url("/v1/chat/completions")).send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/event-stream; charset=utf-8");
    assert!(!answer.headers().contains_key("tokenwire-content-type"));
    assert_eq!(answer.text().await.unwrap(), pieces.concat());
}

#[tokio::test]
async fn clients_that_accept_a_token_stream_receive_it_and_others_receive_events() {
    let pieces = chat(300);
    let upstream = upstream(pieces.clone()).await;
    let gateway = serve(serve_config(&upstream)).await;
    let plain = client().get(gateway.url("/")).send().await.unwrap();
    assert_eq!(
        (plain.headers()["vary"].clone(), plain.text().await.unwrap()),
        ("Accept".parse().unwrap(), pieces.concat())
    );

    let stream = client().get(gateway.url("/")).header("accept", STREAM).send().await.unwrap();
    let headers = stream.headers().clone();
    assert_eq!(headers["content-type"], "application/vnd.tokenwire.stream;v=1;coder=varint;dict=1");
    assert_eq!(headers["tokenwire-content-type"], "text/event-stream; charset=utf-8");
    assert_eq!(
        (&headers["cache-control"], &headers["vary"]),
        (&"no-transform".parse().unwrap(), &"Accept".parse().unwrap())
    );
    let bytes = stream.bytes().await.unwrap();
    assert!(bytes.len() < 2400, "{}", bytes.len());
    let (events, end) = decoded(&bytes);
    end.unwrap();
    assert_eq!(events, pieces.concat().as_bytes());
}

#[tokio::test]
async fn a_client_with_part_of_the_vocabulary_receives_no_other_ranks() {
    const RANKS: u32 = 16384;
    let pieces = rare_words(300);
    let upstream = upstream(pieces.clone()).await;
    let gateway = serve(serve_config(&upstream)).await;
    for (offer, limited) in [(String::new(), false), (format!(";ranks={RANKS}"), true)] {
        let request = client().get(gateway.url("/")).header("accept", format!("{STREAM}{offer}"));
        let stream = request.send().await.unwrap();
        let content_type = stream.headers()["content-type"].to_str().unwrap().to_owned();
        assert_eq!(content_type, format!("application/vnd.tokenwire.stream;v=1;coder=varint;dict=1{offer}"));
        let bytes = stream.bytes().await.unwrap();
        assert_eq!(highest_rank(&bytes) < RANKS, limited, "{}", highest_rank(&bytes));
        let (events, end) = decoded(&bytes);
        end.unwrap();
        assert_eq!(events, pieces.concat().as_bytes());
    }
}

/// Returns the highest rank of the tokens in a stream.
fn highest_rank(stream: &[u8]) -> u32 {
    let mut decoder = tokenwire_chat::Decoder::new();
    decoder.push(stream);
    let table = decoder.header().unwrap().unwrap().table().clone();
    let mut highest = 0;
    while let Some(event) = decoder.next_event().unwrap() {
        highest = event.ids.iter().map(|id| table.rank(*id).unwrap()).fold(highest, u32::max);
    }
    highest
}

/// Returns an upstream that breaks off after these pieces.
async fn broken(pieces: Vec<String>) -> common::Running {
    router(axum::Router::new().fallback(move || {
        let pieces = pieces.clone().into_iter().map(|piece| Ok(Bytes::from(piece)));
        let cut = stream::once(async {
            // Unlike this crate, axum does not defer the error. The pause gives it time to write the pieces.
            tokio::time::sleep(Duration::from_millis(100)).await;
            Err(std::io::Error::other("cut"))
        });
        let body = Body::from_stream(stream::iter(pieces).chain(cut));
        async move { Response::builder().header("content-type", "text/event-stream").body(body).unwrap() }
    }))
    .await
}

#[tokio::test]
async fn events_before_an_upstream_breaks_off_are_delivered() {
    let pieces = chat(1);
    let upstream = broken(pieces.clone()).await;
    let gateway = serve(serve_config(&upstream)).await;
    let local = connect(connect_config(&gateway)).await;
    for _ in 0..5 {
        for server in [&gateway, &local] {
            let mut answer = client().get(server.url("/")).send().await.unwrap();
            assert_eq!(answer.status(), 200);
            let mut text = Vec::new();
            let end = loop {
                match answer.chunk().await {
                    Ok(Some(chunk)) => text.extend_from_slice(&chunk),
                    end => break end,
                }
            };
            assert!(end.is_err(), "an answer that breaks off must not have an end");
            assert_eq!(String::from_utf8(text).unwrap(), pieces.concat());
        }
    }
}

#[tokio::test]
async fn padded_writes_fill_whole_blocks() {
    let pieces = chat(40);
    let upstream = upstream(pieces.clone()).await;
    let flush = FlushPolicy { window: Duration::ZERO, block: 64, ..FlushPolicy::default() };
    let gateway = serve(serve_config(&upstream).with_flush(flush)).await;
    let request = client().get(gateway.url("/")).header("accept", format!("{STREAM};coders=varint.prefix"));
    let bytes = request.send().await.unwrap().bytes().await.unwrap();
    assert!(bytes.len().is_multiple_of(64), "{}", bytes.len());
    let local = connect(connect_config(&gateway)).await;
    assert_eq!(client().get(local.url("/")).send().await.unwrap().text().await.unwrap(), pieces.concat());
}

#[tokio::test]
async fn streams_of_the_prefix_coder_are_not_padded() {
    let upstream = upstream(chat(40)).await;
    let flush = FlushPolicy { window: Duration::ZERO, block: 4096, ..FlushPolicy::default() };
    let gateway = serve(serve_config(&upstream).with_flush(flush)).await;
    let request = client().get(gateway.url("/")).header("accept", format!("{STREAM};coders=prefix"));
    let bytes = request.send().await.unwrap().bytes().await.unwrap();
    assert!(bytes.len() < 4096, "{}", bytes.len());
    decoded(&bytes).1.unwrap();
}
