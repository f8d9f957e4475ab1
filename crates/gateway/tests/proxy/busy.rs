//! More concurrent requests than the limit.

use crate::common::chat::word;
use crate::common::raw_client::{Answer, RawClient, get_chat};
use crate::common::upstream::{Feed, Upstream};
use crate::common::{Running, proxy_config, serve, serve_config, soon};
use std::time::Duration;

/// Returns a gateway with a limit of one request, and the client and the feed of an open request.
async fn busy() -> (Upstream, Running, RawClient, Feed) {
    let mut upstream = Upstream::new().await;
    let proxy = proxy_config(|config| config.limits.requests = 1);
    let gateway = serve(serve_config(&upstream.server).with_proxy(proxy)).await;
    let (client, feed) = upstream.open_chat(gateway.address, "Connection: close\r\n").await;
    (upstream, gateway, client, feed)
}

fn assert_refused(answer: &Answer) {
    assert_eq!(answer.status(), 503);
    assert!(
        answer.head.contains("retry-after: 1\r\n")
            && answer.head.contains("content-type: application/json\r\n")
    );
    assert!(answer.text().contains("gateway_busy") && answer.complete, "{answer:?}");
}

/// Asserts that the gateway soon accepts requests again.
async fn assert_accepts_again(mut upstream: Upstream, gateway: Running) {
    let address = gateway.address;
    let asking = async {
        loop {
            let answer = get_chat(address, "").await;
            if answer.status() != 503 {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let answering = async { upstream.request().await.respond("ok") };
    let (answer, ()) = soon(async { tokio::join!(asking, answering) }).await;
    assert_eq!(answer.text(), "ok");
}

#[tokio::test]
async fn requests_over_the_limit_are_refused_until_a_stream_ends() {
    let (mut upstream, gateway, mut client, feed) = busy().await;
    for _ in 0..3 {
        assert_refused(&get_chat(gateway.address, "").await);
    }
    assert!(upstream.unexpected().is_empty());
    feed.send(word("last")).await;
    drop(feed);
    assert!(
        String::from_utf8(client.rest().await).unwrap().ends_with("0\r\n\r\n"),
        "the open request must not be affected"
    );
    assert_accepts_again(upstream, gateway).await;
}

#[tokio::test]
async fn requests_over_the_limit_are_refused_until_a_client_disconnects() {
    let (upstream, gateway, client, feed) = busy().await;
    assert_refused(&get_chat(gateway.address, "").await);
    drop(client);
    feed.canceled().await;
    assert_accepts_again(upstream, gateway).await;
}

#[tokio::test]
async fn requests_over_the_limit_are_refused_until_an_upstream_breaks_off() {
    let (upstream, gateway, mut client, feed) = busy().await;
    assert_refused(&get_chat(gateway.address, "").await);
    feed.cut().await;
    assert!(!String::from_utf8(client.rest().await).unwrap().ends_with("0\r\n\r\n"));
    assert_accepts_again(upstream, gateway).await;
}
