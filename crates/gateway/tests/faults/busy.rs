//! More requests than a gateway takes.

use crate::common::chat::word;
use crate::common::upstream::{Feed, Upstream};
use crate::common::wire::{Answer, Wire, ask};
use crate::common::{Running, serve, serve_config, soon};
use std::time::Duration;

/// A gateway that takes one request at a time, and one that it has.
async fn busy() -> (Upstream, Running, Wire, Feed) {
    let mut upstream = Upstream::new().await;
    let mut config = serve_config(&upstream.server);
    config.proxy.limits.streams = 1;
    let gateway = serve(config).await;
    let mut wire = Wire::new(gateway.address).await;
    wire.get("Connection: close\r\n").await;
    let feed = upstream.asked().await.events();
    feed.send(word("first")).await;
    wire.read_to(&word("first")).await;
    (upstream, gateway, wire, feed)
}

fn assert_refused(answer: &Answer) {
    assert_eq!(answer.status(), 503);
    assert!(
        answer.head.contains("retry-after: 1\r\n")
            && answer.head.contains("content-type: application/json\r\n")
    );
    assert!(answer.text().contains("gateway_busy") && answer.whole, "{answer:?}");
}

/// Whether there is room again, soon.
async fn assert_free(mut upstream: Upstream, gateway: Running) {
    let address = gateway.address;
    let asking = async {
        loop {
            let answer = ask(address, "").await;
            if answer.status() != 503 {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let answering = async { upstream.asked().await.say("ok") };
    let (answer, ()) = soon(async { tokio::join!(asking, answering) }).await;
    assert_eq!(answer.text(), "ok");
}

#[tokio::test]
async fn one_more_is_503_until_a_stream_ends() {
    let (mut upstream, gateway, mut wire, feed) = busy().await;
    for _ in 0..3 {
        assert_refused(&ask(gateway.address, "").await);
    }
    assert!(upstream.others().is_empty());
    feed.send(word("last")).await;
    drop(feed);
    assert!(
        String::from_utf8(wire.rest().await).unwrap().ends_with("0\r\n\r\n"),
        "the first one is not disturbed"
    );
    assert_free(upstream, gateway).await;
}

#[tokio::test]
async fn one_more_is_503_until_a_client_leaves() {
    let (upstream, gateway, wire, feed) = busy().await;
    assert_refused(&ask(gateway.address, "").await);
    drop(wire);
    feed.left().await;
    assert_free(upstream, gateway).await;
}

#[tokio::test]
async fn one_more_is_503_until_an_upstream_breaks_off() {
    let (upstream, gateway, mut wire, feed) = busy().await;
    assert_refused(&ask(gateway.address, "").await);
    feed.cut().await;
    assert!(!String::from_utf8(wire.rest().await).unwrap().ends_with("0\r\n\r\n"));
    assert_free(upstream, gateway).await;
}
