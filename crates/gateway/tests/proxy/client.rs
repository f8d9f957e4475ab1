//! Clients that leave or do not read.

use crate::common::chain::Chain;
use crate::common::chat::{chat, word};
use crate::common::raw_client::{RawClient, status};
use crate::common::soon;
use crate::common::upstream::{Feed, Upstream};
use crate::flood::{AHEAD, noise, pour, stalled};
use tokio::io::AsyncWriteExt as _;

#[tokio::test]
async fn a_client_that_leaves_before_the_headers_ends_the_request() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let mut client = RawClient::new(server.address).await;
        client.get("").await;
        let request = upstream.request().await;
        drop(client);
        request.canceled().await;
    }
}

/// Returns a client that has read the first event.
async fn reading(upstream: &mut Upstream, server: &crate::common::Running) -> (RawClient, Feed) {
    let mut client = RawClient::new(server.address).await;
    client.get("").await;
    let feed = upstream.request().await.events();
    feed.send(word("first")).await;
    client.read_to(&word("first")).await;
    (client, feed)
}

#[tokio::test]
async fn a_client_that_leaves_in_mid_stream_ends_the_request() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let (client, feed) = reading(&mut upstream, server).await;
        drop(client);
        feed.canceled().await;
    }
}

#[tokio::test]
async fn a_client_that_leaves_a_silent_token_stream_ends_the_request() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    let mut client = RawClient::new(chain.gateway.address).await;
    client.get("Accept: application/vnd.tokenwire.stream\r\n").await;
    let feed = upstream.request().await.events();
    feed.send(word("first")).await;
    assert_eq!(status(&client.head().await), 200);
    drop(client);
    feed.canceled().await;
}

/// It cannot be distinguished from one that has left.
#[tokio::test]
async fn a_client_that_closes_its_sending_side_has_left() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let (mut client, feed) = reading(&mut upstream, server).await;
        client.0.shutdown().await.unwrap();
        feed.canceled().await;
        assert!(!String::from_utf8_lossy(&client.rest().await).ends_with("0\r\n\r\n"), "no end is made up");
    }
}

#[tokio::test]
async fn a_client_that_reads_nothing_is_dropped() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::with_short_timeouts(&upstream.server).await;
    let mut client = RawClient::with_small_buffer(chain.gateway.address).await;
    client.get("").await;
    let feed = upstream.request().await.events();
    soon(async { while feed.try_send(vec![b'.'; 1 << 16]).await {} }).await;
    drop(client);
}

// The task that writes must not starve the timers of the test.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_client_slows_the_upstream_down() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let mut client = RawClient::with_small_buffer(server.address).await;
        client.get("").await;
        let poured = pour(upstream.request().await.events());
        client.head().await;
        let ahead = soon(stalled(&poured)).await;
        assert!(ahead < AHEAD, "{ahead} bytes");
        let some = client.some(60_000).await;
        assert!(some.len() > 50_000 && (0..4).map(noise).collect::<String>().as_bytes().starts_with(&some));
    }
}

#[tokio::test]
async fn clients_that_left_do_not_affect_later_ones() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        for _ in 0..20 {
            let (client, feed) = reading(&mut upstream, server).await;
            drop(client);
            feed.canceled().await;
        }
        let (mut client, feed) = reading(&mut upstream, server).await;
        feed.send(chat(2).concat()).await;
        drop(feed);
        client.read_to("\r\n0\r\n\r\n").await;
    }
}
