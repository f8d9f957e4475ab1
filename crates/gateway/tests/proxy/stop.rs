//! Proxies that are told to stop in mid-stream.

use crate::common::chain::Chain;
use crate::common::chat::word;
use crate::common::raw_client::RawClient;
use crate::common::upstream::{Feed, Upstream};
use crate::common::{Running, connect, connect_config, proxy_config, serve, serve_config, soon};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;

async fn until_refused(address: SocketAddr) {
    while TcpStream::connect(address).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Returns a client that has read the first event.
async fn reading(upstream: &mut Upstream, server: SocketAddr) -> (RawClient, Feed) {
    let mut client = RawClient::new(server).await;
    client.get("Connection: close\r\n").await;
    let feed = upstream.request().await.events();
    feed.send(word("first")).await;
    client.read_to(&word("first")).await;
    (client, feed)
}

/// Asserts that an open answer ends well while this proxy stops.
async fn assert_drains(upstream: &mut Upstream, mut stopping: Running, request: SocketAddr) {
    let (mut client, feed) = reading(upstream, request).await;
    stopping.signal_stop();
    soon(until_refused(stopping.address)).await;
    feed.send(word("last")).await;
    drop(feed);
    let rest = String::from_utf8(client.rest().await).unwrap();
    assert!(rest.contains(&word("last")) && rest.ends_with("\r\n0\r\n\r\n"), "{rest}");
    stopping.stop().await;
}

#[tokio::test]
async fn open_answers_end_well_and_new_connections_are_refused() {
    let mut upstream = Upstream::new().await;
    let Chain { gateway, .. } = Chain::new(&upstream.server).await;
    let address = gateway.address;
    assert_drains(&mut upstream, gateway, address).await;
}

#[tokio::test]
async fn open_answers_end_well_through_connect() {
    let mut upstream = Upstream::new().await;
    let Chain { gateway, near } = Chain::new(&upstream.server).await;
    assert_drains(&mut upstream, gateway, near.address).await;
    let Chain { gateway: _gateway, near } = Chain::new(&upstream.server).await;
    let address = near.address;
    assert_drains(&mut upstream, near, address).await;
}

/// Asserts that an open answer is cut without an end.
async fn assert_cut(upstream: &mut Upstream, stopping: Running) {
    let (mut client, feed) = reading(upstream, stopping.address).await;
    stopping.stop().await;
    assert!(!String::from_utf8(client.rest().await).unwrap().contains("0\r\n\r\n"));
    feed.canceled().await;
}

#[tokio::test]
async fn answers_are_cut_after_the_grace_period() {
    let mut upstream = Upstream::new().await;
    let proxy = proxy_config(|config| config.timeouts.grace = Duration::from_millis(100));
    let gateway = serve(serve_config(&upstream.server).with_proxy(proxy.clone())).await;
    let near = connect(connect_config(&gateway).with_proxy(proxy)).await;
    assert_cut(&mut upstream, near).await;
    assert_cut(&mut upstream, gateway).await;
}
