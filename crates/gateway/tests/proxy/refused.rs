//! Upstreams that cannot be reached or do not answer with HTTP.

use crate::common::chain::Chain;
use crate::common::raw_client::{Answer, get_chat};
use crate::common::raw_server::raw_server;
use crate::common::upstream::Upstream;
use crate::common::{Running, client, connect, connect_config, router, until_refused};

/// Asserts that an answer describes an error in OpenAI's format, and that its message contains `cause`.
fn assert_describes(answer: &Answer, status: u16, code: &str, cause: &str) {
    assert_eq!(answer.status(), status, "{answer:?}");
    assert!(answer.complete && answer.head.contains("content-type: application/json\r\n"), "{answer:?}");
    let error: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!((&error["error"]["code"], &error["error"]["type"]), (&code.into(), &"gateway_error".into()));
    assert!(error["error"]["message"].as_str().unwrap().to_lowercase().contains(cause), "{error}");
}

/// Returns a server that no longer listens.
async fn closed_port() -> Running {
    let mut server = router(axum::Router::new()).await;
    server.signal_stop();
    until_refused(server.address).await;
    server
}

#[tokio::test]
async fn an_upstream_that_refuses_connections_is_answered_with_502() {
    let closed_port = closed_port().await;
    let chain = Chain::new(&closed_port).await;
    for server in chain.both() {
        assert_describes(&get_chat(server.address, "").await, 502, "upstream_unreachable", "refused");
    }
}

#[tokio::test]
async fn a_gateway_that_refuses_connections_is_answered_with_502() {
    let closed_port = closed_port().await;
    let local = connect(connect_config(&closed_port)).await;
    assert_describes(&get_chat(local.address, "").await, 502, "upstream_unreachable", "refused");
}

#[tokio::test]
async fn an_upstream_that_does_not_speak_http_is_answered_with_502() {
    let upstream = raw_server(|| b"220 mail.example ESMTP\r\n".to_vec()).await;
    let chain = Chain::new(&upstream).await;
    for server in chain.both() {
        assert_describes(&get_chat(server.address, "").await, 502, "upstream_unreachable", "http");
    }
}

#[tokio::test]
async fn an_upstream_that_closes_the_connection_is_answered_with_502() {
    let upstream = raw_server(Vec::new).await;
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
