//! Clients that leave, or do not read.

use crate::common::chain::{Chain, impatient};
use crate::common::chat::{chat, word};
use crate::common::upstream::{Feed, Upstream};
use crate::common::wire::{Wire, status};
use crate::common::{serve_config, soon};
use crate::flood::{AHEAD, noise, pour, settled};
use tokenwire_gateway::ServeConfig;
use tokio::io::AsyncWriteExt as _;

#[tokio::test]
async fn who_leaves_before_the_headers_ends_the_request() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let mut wire = Wire::new(server.address).await;
        wire.get("").await;
        let asked = upstream.asked().await;
        drop(wire);
        asked.left().await;
    }
}

/// A client that has seen the first event.
async fn reading(upstream: &mut Upstream, server: &crate::common::Running) -> (Wire, Feed) {
    let mut wire = Wire::new(server.address).await;
    wire.get("").await;
    let feed = upstream.asked().await.events();
    feed.send(word("first")).await;
    wire.read_to(&word("first")).await;
    (wire, feed)
}

#[tokio::test]
async fn who_leaves_in_mid_stream_ends_the_request() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let (wire, feed) = reading(&mut upstream, server).await;
        drop(wire);
        feed.left().await;
    }
}

#[tokio::test]
async fn who_leaves_while_the_upstream_thinks_and_the_stream_is_asked_for() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    let mut wire = Wire::new(chain.gateway.address).await;
    wire.get("Accept: application/vnd.tokenwire.stream\r\n").await;
    let feed = upstream.asked().await.events();
    feed.send(word("first")).await;
    assert_eq!(status(&wire.head().await), 200);
    drop(wire);
    feed.left().await;
}

/// It could not be told from one that is gone.
#[tokio::test]
async fn who_says_that_it_writes_no_more_has_left() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let (mut wire, feed) = reading(&mut upstream, server).await;
        wire.0.shutdown().await.unwrap();
        feed.left().await;
        assert!(!String::from_utf8_lossy(&wire.rest().await).ends_with("0\r\n\r\n"), "no end is made up");
    }
}

#[tokio::test]
async fn who_reads_nothing_is_dropped() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::with(ServeConfig { proxy: impatient(), ..serve_config(&upstream.server) }).await;
    let mut wire = Wire::narrow(chain.gateway.address).await;
    wire.get("").await;
    let feed = upstream.asked().await.events();
    soon(async { while feed.try_send(vec![b'.'; 1 << 16]).await {} }).await;
    drop(wire);
}

// What pours is not to keep the clock from being looked at.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_upstream_waits_for_who_reads_slowly() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let mut wire = Wire::narrow(server.address).await;
        wire.get("").await;
        let poured = pour(upstream.asked().await.events());
        wire.head().await;
        let ahead = soon(settled(&poured)).await;
        assert!(ahead < AHEAD, "{ahead} bytes");
        let some = wire.some(60_000).await;
        assert!(some.len() > 50_000 && (0..4).map(noise).collect::<String>().as_bytes().starts_with(&some));
    }
}

#[tokio::test]
async fn who_leaves_has_left_nothing_behind() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        for _ in 0..20 {
            let (wire, feed) = reading(&mut upstream, server).await;
            drop(wire);
            feed.left().await;
        }
        let (mut wire, feed) = reading(&mut upstream, server).await;
        feed.send(chat(2).concat()).await;
        drop(feed);
        wire.read_to("\r\n0\r\n\r\n").await;
    }
}
