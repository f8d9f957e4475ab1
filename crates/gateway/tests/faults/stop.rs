//! A proxy that is told to stop in mid-stream.

use crate::common::chain::Chain;
use crate::common::chat::word;
use crate::common::upstream::{Feed, Upstream};
use crate::common::wire::Wire;
use crate::common::{Running, connect_config, serve_config, soon};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;

async fn until_refused(address: SocketAddr) {
    while TcpStream::connect(address).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// A client that has seen the first event.
async fn reading(upstream: &mut Upstream, server: SocketAddr) -> (Wire, Feed) {
    let mut wire = Wire::new(server).await;
    wire.get("Connection: close\r\n").await;
    let feed = upstream.asked().await.events();
    feed.send(word("first")).await;
    wire.read_to(&word("first")).await;
    (wire, feed)
}

/// Whether what is open comes to its end while this one stops.
async fn assert_ends_well(upstream: &mut Upstream, mut stopping: Running, asked: SocketAddr) {
    let (mut wire, feed) = reading(upstream, asked).await;
    stopping.tell();
    soon(until_refused(stopping.address)).await;
    feed.send(word("last")).await;
    drop(feed);
    let rest = String::from_utf8(wire.rest().await).unwrap();
    assert!(rest.contains(&word("last")) && rest.ends_with("\r\n0\r\n\r\n"), "{rest}");
    stopping.stop().await;
}

#[tokio::test]
async fn what_is_open_ends_well_and_no_more_is_taken() {
    let mut upstream = Upstream::new().await;
    let Chain { gateway, .. } = Chain::new(&upstream.server).await;
    let address = gateway.address;
    assert_ends_well(&mut upstream, gateway, address).await;
}

#[tokio::test]
async fn so_it_does_through_connect() {
    let mut upstream = Upstream::new().await;
    let Chain { gateway, near } = Chain::new(&upstream.server).await;
    assert_ends_well(&mut upstream, gateway, near.address).await;
    let Chain { gateway: _gateway, near } = Chain::new(&upstream.server).await;
    let address = near.address;
    assert_ends_well(&mut upstream, near, address).await;
}

/// Whether what is open too long is cut, and no end is made up.
async fn assert_cut(upstream: &mut Upstream, stopping: Running) {
    let (mut wire, feed) = reading(upstream, stopping.address).await;
    stopping.stop().await;
    assert!(!String::from_utf8(wire.rest().await).unwrap().contains("0\r\n\r\n"));
    feed.left().await;
}

#[tokio::test]
async fn what_is_open_too_long_is_cut() {
    let mut upstream = Upstream::new().await;
    let mut config = serve_config(&upstream.server);
    config.proxy.timeouts.grace = Duration::from_millis(100);
    let proxy = config.proxy.clone();
    let Chain { gateway, near } = Chain::with(config).await;
    let mut config = connect_config(&gateway);
    config.proxy = proxy;
    let hasty = crate::common::connect(config).await;
    assert_cut(&mut upstream, hasty).await;
    drop(near);
    assert_cut(&mut upstream, gateway).await;
}
