//! Proxies that shut down in the middle of a stream.

use crate::common::chain::Chain;
use crate::common::chat::word;
use crate::common::upstream::Upstream;
use crate::common::{Running, connect, connect_config, proxy_config, serve, serve_config, until_refused};
use std::net::SocketAddr;
use std::time::Duration;

/// Asserts that an open answer is completed while this proxy shuts down.
async fn assert_drains(upstream: &mut Upstream, mut stopping: Running, request: SocketAddr) {
    let (mut client, feed) = upstream.open_chat(request, "Connection: close\r\n").await;
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
async fn open_answers_are_completed_through_connect() {
    let mut upstream = Upstream::new().await;
    let Chain { gateway, near } = Chain::new(&upstream.server).await;
    assert_drains(&mut upstream, gateway, near.address).await;
    let Chain { gateway: _gateway, near } = Chain::new(&upstream.server).await;
    let address = near.address;
    assert_drains(&mut upstream, near, address).await;
}

/// Asserts that an open answer is cut before its end.
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
    let near = connect(connect_config(&gateway).with_proxy(proxy)).await;
    assert_cut(&mut upstream, near).await;
    assert_cut(&mut upstream, gateway).await;
}
