//! Clients that disconnect, or that do not read.

use crate::common::chain::Chain;
use crate::common::chat::{chat, word};
use crate::common::raw_client::{RawClient, status};
use crate::common::soon;
use crate::common::upstream::Upstream;
use crate::flood::assert_slows_upstream;
use tokenwire_http::media_type::STREAM;
use tokio::io::AsyncWriteExt as _;

#[tokio::test]
async fn a_client_that_disconnects_before_the_headers_ends_the_request() {
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

#[tokio::test]
async fn a_client_that_disconnects_in_mid_stream_ends_the_request() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let (client, feed) = upstream.open_chat(server.address, "").await;
        drop(client);
        feed.canceled().await;
    }
}

#[tokio::test]
async fn a_client_that_disconnects_from_a_silent_token_stream_ends_the_request() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    let mut client = RawClient::new(chain.gateway.address).await;
    client.get(&format!("Accept: {STREAM}\r\n")).await;
    let feed = upstream.request().await.events();
    feed.send(word("first")).await;
    assert_eq!(status(&client.head().await), 200);
    drop(client);
    feed.canceled().await;
}

/// The proxies cannot distinguish such a client from one that has disconnected.
#[tokio::test]
async fn a_client_that_closes_its_sending_side_ends_the_request() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let (mut client, feed) = upstream.open_chat(server.address, "").await;
        client.0.shutdown().await.unwrap();
        feed.canceled().await;
        assert!(
            !String::from_utf8_lossy(&client.rest().await).ends_with("0\r\n\r\n"),
            "the answer must not have an end"
        );
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

// A second thread, so that the task that writes does not starve the timers of the test.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_client_slows_the_upstream_down() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        assert_slows_upstream(&mut upstream, server).await;
    }
}

#[tokio::test]
async fn clients_that_disconnect_do_not_affect_later_ones() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        for _ in 0..20 {
            let (client, feed) = upstream.open_chat(server.address, "").await;
            drop(client);
            feed.canceled().await;
        }
        let (mut client, feed) = upstream.open_chat(server.address, "").await;
        feed.send(chat(2).concat()).await;
        drop(feed);
        client.read_to("\r\n0\r\n\r\n").await;
    }
}
