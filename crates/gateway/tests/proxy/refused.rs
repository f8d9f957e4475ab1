//! Upstreams that give no answer.

use crate::common::chain::Chain;
use crate::common::raw_client::{Answer, get_chat};
use crate::common::upstream::Upstream;
use crate::common::{Running, client, router};

/// Asserts that an answer describes an error in the shape that SDKs show.
fn assert_describes(answer: &Answer, status: u16, code: &str, raw_server: &str) {
    assert_eq!(answer.status(), status, "{answer:?}");
    assert!(answer.complete && answer.head.contains("content-type: application/json\r\n"), "{answer:?}");
    let error: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!((&error["error"]["code"], &error["error"]["type"]), (&code.into(), &"gateway_error".into()));
    assert!(error["error"]["message"].as_str().unwrap().to_lowercase().contains(raw_server), "{error}");
}

/// Returns a server that no longer listens.
async fn closed_port() -> Running {
    let mut server = router(axum::Router::new()).await;
    let address = server.address;
    server.signal_stop();
    while tokio::net::TcpStream::connect(address).await.is_ok() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    server
}

#[tokio::test]
async fn a_refusing_upstream_is_answered_with_502() {
    let closed_port = closed_port().await;
    let chain = Chain::new(&closed_port).await;
    for server in chain.both() {
        assert_describes(&get_chat(server.address, "").await, 502, "upstream_unreachable", "refused");
    }
}

#[tokio::test]
async fn a_refusing_gateway_is_answered_with_502() {
    let closed_port = closed_port().await;
    let near = crate::common::connect(crate::common::connect_config(&closed_port)).await;
    assert_describes(&get_chat(near.address, "").await, 502, "upstream_unreachable", "refused");
}

#[tokio::test]
async fn an_upstream_without_http_is_answered_with_502() {
    let upstream = crate::common::raw_server::raw_server(|| b"220 mail.example ESMTP\r\n".to_vec()).await;
    let chain = Chain::new(&upstream).await;
    for server in chain.both() {
        assert_describes(&get_chat(server.address, "").await, 502, "upstream_unreachable", "http");
    }
}

#[tokio::test]
async fn an_upstream_that_closes_is_answered_with_502() {
    let upstream = crate::common::raw_server::raw_server(Vec::new).await;
    let chain = Chain::new(&upstream).await;
    for server in chain.both() {
        assert_describes(&get_chat(server.address, "").await, 502, "upstream_unreachable", "closed");
    }
}

#[tokio::test]
async fn an_upstream_that_stalls_before_its_headers_is_answered_with_504() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::with_short_timeouts(&upstream.server).await;
    for server in chain.both() {
        assert_describes(&get_chat(server.address, "").await, 504, "upstream_timeout", "time");
        upstream.request().await.canceled().await;
    }
}

#[tokio::test]
async fn errors_do_not_repeat_the_query() {
    let closed_port = closed_port().await;
    let chain = Chain::new(&closed_port).await;
    for server in chain.both() {
        let answer = client().get(server.url("/v1?key=s3cr3t")).send().await.unwrap();
        assert!(!answer.text().await.unwrap().contains("s3cr3t"));
    }
}
