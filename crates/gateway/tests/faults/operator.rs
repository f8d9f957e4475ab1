//! What the operator sees of all that.

use crate::common::chat::chat;
use crate::common::said::breaks_off_after;
use crate::common::upstream::Upstream;
use crate::common::wire::{Wire, ask};
use crate::common::{Running, client, listener, run, serve_config, soon};
use std::net::SocketAddr;
use std::time::Duration;
use tokenwire_gateway::{STREAM, ServeConfig, connect, serve};

/// A gateway, and where its operator asks.
async fn operated(config: ServeConfig) -> (Running, SocketAddr) {
    let admin = listener().await;
    let address = admin.local_addr().unwrap();
    let gateway = run(|listener, stopped| async move {
        serve(config, listener, Some(admin), async { drop(stopped.await) }).await.unwrap();
    });
    (gateway.await, address)
}

async fn asked(admin: SocketAddr, path: &str) -> (u16, String) {
    let answer = soon(client().get(format!("http://{admin}{path}")).send()).await.unwrap();
    (answer.status().as_u16(), soon(answer.text()).await.unwrap())
}

/// A number, by its name and labels; 0 where there is none.
async fn metric(admin: SocketAddr, name: &str) -> usize {
    let (status, text) = asked(admin, "/metrics").await;
    assert!(status == 200 && text.ends_with("# EOF\n"), "{text}");
    let value = text.lines().find_map(|line| line.strip_prefix(&format!("tokenwire_{name} ")));
    value.map_or(0, |value| value.parse().unwrap())
}

/// Until a number is this.
async fn until(admin: SocketAddr, name: &str, value: usize) {
    let same = async {
        while metric(admin, name).await != value {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(tokio::time::timeout(crate::common::PATIENCE, same).await.is_ok(), "{name} is not {value}");
}

fn stream() -> String {
    format!("Accept: {STREAM}\r\n")
}

#[tokio::test]
async fn streams_and_their_bytes_are_counted() {
    let mut upstream = Upstream::new().await;
    let (gateway, admin) = operated(serve_config(&upstream.server)).await;
    let (mut events, mut bytes) = (0, 0);
    for words in [30, 50] {
        let answer = tokio::spawn({
            let address = gateway.address;
            async move { ask(address, &stream()).await }
        });
        let feed = upstream.asked().await.events();
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
    assert!((80..=240).contains(&tokens), "{tokens} tokens of 80 words with their numbers");
    assert!(metric(admin, "added_latency_seconds_count").await >= 2);
    assert!(asked(admin, "/metrics").await.1.contains("tokenwire_ratio "));
}

#[tokio::test]
async fn what_goes_wrong_is_counted_by_kind() {
    let mut upstream = Upstream::new().await;
    let mut config =
        ServeConfig { proxy: crate::common::chain::impatient(), ..serve_config(&upstream.server) };
    config.proxy.limits.body_bytes = 10;
    let (gateway, admin) = operated(config).await;
    assert_eq!(ask(gateway.address, "").await.status(), 504);
    until(admin, "errors_total{kind=\"Timeout\"}", 1).await;
    ask(gateway.address, "Content-Length: 11\r\n").await;
    until(admin, "errors_total{kind=\"BadRequest\"}", 1).await;
    upstream.asked().await.left().await;
}

#[tokio::test]
async fn so_are_clients_that_leave() {
    let mut upstream = Upstream::new().await;
    let (gateway, admin) = operated(serve_config(&upstream.server)).await;
    let mut wire = Wire::new(gateway.address).await;
    wire.get(&stream()).await;
    let feed = upstream.asked().await.events();
    wire.head().await;
    drop(wire);
    feed.left().await;
    until(admin, "errors_total{kind=\"ClientLeft\"}", 1).await;
    until(admin, "streams_open", 0).await;
}

#[tokio::test]
async fn so_are_those_that_leave_before_the_headers() {
    let mut upstream = Upstream::new().await;
    let (gateway, admin) = operated(serve_config(&upstream.server)).await;
    for (count, headers) in [(1, String::new()), (2, stream())] {
        let mut wire = Wire::new(gateway.address).await;
        wire.get(&headers).await;
        let asked = upstream.asked().await;
        drop(wire);
        asked.left().await;
        until(admin, "errors_total{kind=\"ClientLeft\"}", count).await;
    }
    assert_eq!(metric(admin, "streams_total").await, 0);
}

#[tokio::test]
async fn so_are_upstreams_that_break_off_or_are_not_there() {
    let upstream = breaks_off_after(chat(2).concat()).await;
    let (gateway, admin) = operated(serve_config(&upstream)).await;
    ask(gateway.address, &stream()).await;
    until(admin, "errors_total{kind=\"BrokenOff\"}", 1).await;
    drop(upstream);
    let mut config = serve_config(&gateway);
    config.proxy.limits.streams = 0;
    let (full, admin) = operated(config).await;
    assert_eq!(ask(full.address, "").await.status(), 503);
    until(admin, "errors_total{kind=\"Refused\"}", 1).await;
    let nothing = crate::common::said::says(Vec::new).await;
    let (gateway, admin) = operated(serve_config(&nothing)).await;
    assert_eq!(ask(gateway.address, "").await.status(), 502);
    until(admin, "errors_total{kind=\"Unreachable\"}", 1).await;
}

#[tokio::test]
async fn the_clients_side_counts_what_is_no_stream() {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {STREAM}\r\ncontent-length: 4\r\n\r\nnone");
    let gateway = crate::common::said::says(move || head.clone().into()).await;
    let (admin, config) = (listener().await, crate::common::connect_config(&gateway));
    let address = admin.local_addr().unwrap();
    let near = run(|listener, stopped| async move {
        connect(config, listener, Some(admin), async { drop(stopped.await) }).await.unwrap();
    })
    .await;
    assert!(!ask(near.address, "").await.whole);
    until(address, "errors_total{kind=\"BadStream\"}", 1).await;
    until(address, "streams_open", 0).await;
    assert_eq!(metric(address, "streams_total").await, 1);
}

#[tokio::test]
async fn health_is_ok_until_it_is_told_to_stop() {
    let mut upstream = Upstream::new().await;
    let (mut gateway, admin) = operated(serve_config(&upstream.server)).await;
    assert_eq!(asked(admin, "/healthz").await, (200, "ok".into()));
    let mut wire = Wire::new(gateway.address).await;
    wire.get("").await;
    let feed = upstream.asked().await.events();
    wire.head().await;
    gateway.tell();
    while tokio::net::TcpStream::connect(gateway.address).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(asked(admin, "/healthz").await, (503, "stopping".into()));
    drop(feed);
    wire.rest().await;
    gateway.stop().await;
}

#[tokio::test]
async fn no_path_of_the_upstream_is_hidden() {
    let mut upstream = Upstream::new().await;
    let (gateway, _) = operated(serve_config(&upstream.server)).await;
    for path in ["/metrics", "/healthz"] {
        let answer = tokio::spawn(client().get(gateway.url(path)).send());
        upstream.asked().await.say("the upstream's own");
        assert_eq!(soon(answer).await.unwrap().unwrap().text().await.unwrap(), "the upstream's own");
    }
}
