//! Health and metrics for the operator.

use crate::common::chain::short_timeouts;
use crate::common::chat::chat;
use crate::common::raw_client::{RawClient, get_chat};
use crate::common::raw_server::{raw_server, truncating_server};
use crate::common::upstream::Upstream;
use crate::common::{
    Running, client, connect_config, listener, proxy_config, run, serve_config, soon, until_refused,
};
use std::net::SocketAddr;
use std::time::Duration;
use tokenwire_gateway::{ServeConfig, connect, serve};
use tokenwire_http::media_type::STREAM;

/// Returns a gateway, and the address of its `/healthz` and `/metrics`.
async fn serve_with_admin(config: ServeConfig) -> (Running, SocketAddr) {
    let admin = listener().await;
    let address = admin.local_addr().unwrap();
    let gateway = run(|listener, stopped| async move {
        serve(config, listener, Some(admin), async { drop(stopped.await) }).await.unwrap();
    });
    (gateway.await, address)
}

/// Returns the status and the body of an answer.
async fn request(admin: SocketAddr, path: &str) -> (u16, String) {
    let answer = soon(client().get(format!("http://{admin}{path}")).send()).await.unwrap();
    (answer.status().as_u16(), soon(answer.text()).await.unwrap())
}

/// Returns the value of a metric by its name and labels, or 0 if it is absent.
async fn metric(admin: SocketAddr, name: &str) -> usize {
    let (status, text) = request(admin, "/metrics").await;
    assert!(status == 200 && text.ends_with("# EOF\n"), "{text}");
    let value = text.lines().find_map(|line| line.strip_prefix(&format!("tokenwire_{name} ")));
    value.map_or(0, |value| value.parse().unwrap())
}

/// Waits until a metric has this value.
async fn until(admin: SocketAddr, name: &str, value: usize) {
    let reached = async {
        while metric(admin, name).await != value {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(tokio::time::timeout(crate::common::TIMEOUT, reached).await.is_ok(), "{name} is not {value}");
}

/// Returns the header line of a client that accepts token streams.
fn stream() -> String {
    format!("Accept: {STREAM}\r\n")
}

#[tokio::test]
async fn streams_and_their_bytes_are_counted() {
    let mut upstream = Upstream::new().await;
    let (gateway, admin) = serve_with_admin(serve_config(&upstream.server)).await;
    let (mut events, mut bytes) = (0, 0);
    for words in [30, 50] {
        let answer = tokio::spawn({
            let address = gateway.address;
            async move { get_chat(address, &stream()).await }
        });
        let feed = upstream.request().await.events();
        until(admin, "streams_open", 1).await;
        feed.send(chat(words).concat()).await;
        drop(feed);
        bytes += soon(answer).await.unwrap().body.len();
        events += chat(words).concat().len();
        until(admin, "streams_open", 0).await;
    }
    for (name, value) in [
        ("requests_total", 2),
        ("streams_total", 2),
        ("event_bytes_total", events),
        ("stream_bytes_total", bytes),
    ] {
        assert_eq!(metric(admin, name).await, value, "{name}");
    }
    let tokens = metric(admin, "tokens_total").await;
    assert!((80..=240).contains(&tokens), "{tokens} tokens for 80 words, each a word and a number");
    assert!(metric(admin, "added_latency_seconds_count").await >= 2);
    assert!(request(admin, "/metrics").await.1.contains("tokenwire_ratio "));
}

#[tokio::test]
async fn errors_are_counted_by_kind() {
    let mut upstream = Upstream::new().await;
    let mut proxy = short_timeouts();
    proxy.limits.body_bytes = 10;
    let (gateway, admin) = serve_with_admin(serve_config(&upstream.server).with_proxy(proxy)).await;
    assert_eq!(get_chat(gateway.address, "").await.status(), 504);
    until(admin, "errors_total{kind=\"Timeout\"}", 1).await;
    get_chat(gateway.address, "Content-Length: 11\r\n").await;
    until(admin, "errors_total{kind=\"BadRequest\"}", 1).await;
    upstream.request().await.canceled().await;
}

#[tokio::test]
async fn clients_that_disconnect_are_counted() {
    let mut upstream = Upstream::new().await;
    let (gateway, admin) = serve_with_admin(serve_config(&upstream.server)).await;
    let mut client = RawClient::new(gateway.address).await;
    client.get(&stream()).await;
    let feed = upstream.request().await.events();
    client.head().await;
    drop(client);
    feed.canceled().await;
    until(admin, "errors_total{kind=\"ClientLeft\"}", 1).await;
    until(admin, "streams_open", 0).await;
}

#[tokio::test]
async fn clients_that_disconnect_before_the_headers_are_counted() {
    let mut upstream = Upstream::new().await;
    let (gateway, admin) = serve_with_admin(serve_config(&upstream.server)).await;
    for (count, headers) in [(1, String::new()), (2, stream())] {
        let mut client = RawClient::new(gateway.address).await;
        client.get(&headers).await;
        let request = upstream.request().await;
        drop(client);
        request.canceled().await;
        until(admin, "errors_total{kind=\"ClientLeft\"}", count).await;
    }
    assert_eq!(metric(admin, "streams_total").await, 0);
}

#[tokio::test]
async fn broken_upstreams_refused_requests_and_unreachable_upstreams_are_counted() {
    let upstream = truncating_server(chat(2).concat()).await;
    let (gateway, admin) = serve_with_admin(serve_config(&upstream)).await;
    get_chat(gateway.address, &stream()).await;
    until(admin, "errors_total{kind=\"BrokenOff\"}", 1).await;
    drop(upstream);
    let proxy = proxy_config(|config| config.limits.requests = 0);
    let (busy, admin) = serve_with_admin(serve_config(&gateway).with_proxy(proxy)).await;
    assert_eq!(get_chat(busy.address, "").await.status(), 503);
    until(admin, "errors_total{kind=\"Refused\"}", 1).await;
    let nothing = raw_server(Vec::new).await;
    let (gateway, admin) = serve_with_admin(serve_config(&nothing)).await;
    assert_eq!(get_chat(gateway.address, "").await.status(), 502);
    until(admin, "errors_total{kind=\"Unreachable\"}", 1).await;
}

#[tokio::test]
async fn connect_counts_malformed_streams() {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {STREAM}\r\ncontent-length: 4\r\n\r\nnone");
    let gateway = raw_server(move || head.clone().into()).await;
    let (admin, config) = (listener().await, connect_config(&gateway));
    let address = admin.local_addr().unwrap();
    let local = run(|listener, stopped| async move {
        connect(config, listener, Some(admin), async { drop(stopped.await) }).await.unwrap();
    })
    .await;
    assert!(!get_chat(local.address, "").await.complete);
    until(address, "errors_total{kind=\"BadStream\"}", 1).await;
    until(address, "streams_open", 0).await;
    assert_eq!(metric(address, "streams_total").await, 1);
}

#[tokio::test]
async fn health_is_ok_until_the_gateway_drains() {
    let mut upstream = Upstream::new().await;
    let (mut gateway, admin) = serve_with_admin(serve_config(&upstream.server)).await;
    assert_eq!(request(admin, "/healthz").await, (200, "ok".into()));
    let mut client = RawClient::new(gateway.address).await;
    client.get("").await;
    let feed = upstream.request().await.events();
    client.head().await;
    gateway.signal_stop();
    until_refused(gateway.address).await;
    assert_eq!(request(admin, "/healthz").await, (503, "stopping".into()));
    drop(feed);
    client.rest().await;
    gateway.stop().await;
}

#[tokio::test]
async fn admin_paths_do_not_hide_those_of_the_upstream() {
    let mut upstream = Upstream::new().await;
    let (gateway, _) = serve_with_admin(serve_config(&upstream.server)).await;
    for path in ["/metrics", "/healthz"] {
        let answer = tokio::spawn(client().get(gateway.url(path)).send());
        upstream.request().await.respond("the upstream's own");
        assert_eq!(soon(answer).await.unwrap().unwrap().text().await.unwrap(), "the upstream's own");
    }
}
