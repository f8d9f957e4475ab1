//! Proxies that shut down in the middle of a stream.

use crate::common::chain::Chain;
use crate::common::chat::word;
use crate::common::upstream::Upstream;
use crate::common::{Running, connect, connect_config, proxy_config, serve, serve_config, until_refused};
use std::net::SocketAddr;
use std::time::Duration;

/// Asserts that an open answer is completed while `stopping` shuts down. The client is connected to `proxy`.
async fn assert_drains(upstream: &mut Upstream, mut stopping: Running, proxy: SocketAddr) {
    let (mut client, feed) = upstream.open_chat(proxy, "Connection: close\r\n").await;
    stopping.signal_stop();
    until_refused(stopping.address).await;
    feed.send(word("last")).await;
    drop(feed);
    let rest = String::from_utf8(client.rest().await).unwrap();
    assert!(rest.contains(&word("last")) && rest.ends_with("\r\n0\r\n\r\n"), "{rest}");
    stopping.stop().await;
}

#[tokio::test]
async fn open_answers_are_completed_and_new_connections_are_refused() {
    let mut upstream = Upstream::new().await;
    let Chain { gateway, .. } = Chain::new(&upstream.server).await;
    let address = gateway.address;
    assert_drains(&mut upstream, gateway, address).await;
}

#[tokio::test]
async fn open_answers_through_connect_are_completed_while_either_proxy_stops() {
    let mut upstream = Upstream::new().await;
    let Chain { gateway, local } = Chain::new(&upstream.server).await;
    assert_drains(&mut upstream, gateway, local.address).await;
    let Chain { gateway: _gateway, local } = Chain::new(&upstream.server).await;
    let address = local.address;
    assert_drains(&mut upstream, local, address).await;
}

/// Asserts that an open answer is cut when this proxy stops.
async fn assert_cut(upstream: &mut Upstream, stopping: Running) {
    let (mut client, feed) = upstream.open_chat(stopping.address, "Connection: close\r\n").await;
    stopping.stop().await;
    assert!(!String::from_utf8(client.rest().await).unwrap().contains("0\r\n\r\n"));
    feed.canceled().await;
}

#[tokio::test]
async fn answers_are_cut_after_the_grace_period() {
    let mut upstream = Upstream::new().await;
    let proxy = proxy_config(|config| config.timeouts.grace = Duration::from_millis(100));
    let gateway = serve(serve_config(&upstream.server).with_proxy(proxy.clone())).await;
    let local = connect(connect_config(&gateway).with_proxy(proxy)).await;
    assert_cut(&mut upstream, local).await;
    assert_cut(&mut upstream, gateway).await;
}
