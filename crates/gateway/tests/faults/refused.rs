//! An upstream that gives no answer.

use crate::common::chain::Chain;
use crate::common::upstream::Upstream;
use crate::common::wire::{Answer, ask};
use crate::common::{Running, client, router};

/// Whether an answer says what went wrong, as the SDKs show it.
fn assert_says(answer: &Answer, status: u16, code: &str, says: &str) {
    assert_eq!(answer.status(), status, "{answer:?}");
    assert!(answer.whole && answer.head.contains("content-type: application/json\r\n"), "{answer:?}");
    let said: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!((&said["error"]["code"], &said["error"]["type"]), (&code.into(), &"gateway_error".into()));
    assert!(said["error"]["message"].as_str().unwrap().to_lowercase().contains(says), "{said}");
}

/// An address where nobody listens.
async fn nobody() -> Running {
    let mut server = router(axum::Router::new()).await;
    let address = server.address;
    server.tell();
    while tokio::net::TcpStream::connect(address).await.is_ok() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    server
}

#[tokio::test]
async fn an_upstream_that_refuses_is_502() {
    let nobody = nobody().await;
    let chain = Chain::new(&nobody).await;
    for server in chain.both() {
        assert_says(&ask(server.address, "").await, 502, "upstream_unreachable", "refused");
    }
}

#[tokio::test]
async fn a_gateway_that_refuses_is_502() {
    let nobody = nobody().await;
    let near = crate::common::connect(crate::common::connect_config(&nobody)).await;
    assert_says(&ask(near.address, "").await, 502, "upstream_unreachable", "refused");
}

#[tokio::test]
async fn an_upstream_that_speaks_no_http_is_502() {
    let upstream = crate::common::said::says(|| b"220 mail.example ESMTP\r\n".to_vec()).await;
    let chain = Chain::new(&upstream).await;
    for server in chain.both() {
        assert_says(&ask(server.address, "").await, 502, "upstream_unreachable", "http");
    }
}

#[tokio::test]
async fn an_upstream_that_hangs_up_is_502() {
    let upstream = crate::common::said::says(Vec::new).await;
    let chain = Chain::new(&upstream).await;
    for server in chain.both() {
        assert_says(&ask(server.address, "").await, 502, "upstream_unreachable", "closed");
    }
}

#[tokio::test]
async fn an_upstream_that_stalls_before_its_headers_is_504() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::impatient(&upstream.server).await;
    for server in chain.both() {
        assert_says(&ask(server.address, "").await, 504, "upstream_timeout", "time");
        upstream.asked().await.left().await;
    }
}

#[tokio::test]
async fn what_went_wrong_says_nothing_of_the_query() {
    let nobody = nobody().await;
    let chain = Chain::new(&nobody).await;
    for server in chain.both() {
        let answer = client().get(server.url("/v1?key=s3cr3t")).send().await.unwrap();
        assert!(!answer.text().await.unwrap().contains("s3cr3t"));
    }
}
