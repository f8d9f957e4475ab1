//! Connections that are upgraded to another protocol.

use crate::common::chain::Chain;
use crate::common::raw_client::{RawClient, status};
use crate::common::upstream::Upstream;
use crate::common::{Running, router, soon};
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt as _;

const REQUEST: &str =
    "GET /socket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo/1\r\nX-Key: k\r\n\r\n";

/// Returns a client that has requested an upgrade.
async fn request_upgrade(proxy: &Running) -> RawClient {
    let mut client = RawClient::new(proxy.address).await;
    client.write(REQUEST).await;
    client
}

/// Returns an upstream that echoes the bytes of an upgraded connection.
async fn echo() -> Running {
    router(axum::Router::new().fallback(|mut request: Request| async move {
        assert_eq!(request.headers()["x-key"], "k");
        let upgrade = hyper::upgrade::on(&mut request);
        tokio::spawn(async {
            let (mut read, mut write) = tokio::io::split(TokioIo::new(upgrade.await.unwrap()));
            let _ = tokio::io::copy(&mut read, &mut write).await;
            let _ = write.shutdown().await;
        });
        let response =
            Response::builder().status(101).header("connection", "upgrade").header("upgrade", "echo/1");
        response.header("x-accept", "a").body(Body::empty()).unwrap()
    }))
    .await
}

#[tokio::test]
async fn both_sides_can_send_after_an_upgrade() {
    let upstream = echo().await;
    let chain = Chain::new(&upstream).await;
    for server in chain.both() {
        let mut client = request_upgrade(server).await;
        let head = client.head().await;
        assert!(head.starts_with("http/1.1 101 ") && head.contains("upgrade: echo/1\r\n"), "{head}");
        assert!(head.contains("x-accept: a\r\n"));
        for answer in ["hello;", "\0\u{1}binary;", "0\r\n\r\n;"] {
            client.write(answer).await;
            assert_eq!(client.read_to(";").await, answer);
        }
        client.write("the end").await;
        client.0.shutdown().await.unwrap();
        assert_eq!(client.rest().await, b"the end");
    }
}

#[tokio::test]
async fn both_proxies_stop_after_the_client_disconnects() {
    let upstream = echo().await;
    let mut chain = Chain::new(&upstream).await;
    let mut client = request_upgrade(&chain.local).await;
    client.head().await;
    drop(client);
    chain.local.signal_stop();
    chain.gateway.signal_stop();
    soon(chain.local.stop()).await;
    soon(chain.gateway.stop()).await;
}

#[tokio::test]
async fn the_refusal_of_an_upgrade_is_forwarded() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let mut client = request_upgrade(server).await;
        let request = upstream.request().await;
        assert_eq!(
            (request.header("upgrade"), request.header("connection")),
            (Some("echo/1"), Some("upgrade"))
        );
        request.answer(Response::builder().status(426).body(Body::from("no;")).unwrap());
        let head = client.head().await;
        assert!(status(&head) == 426 && !head.contains("upgrade: "), "{head}");
        assert_eq!(client.read_to(";").await, "no;");
    }
}

#[tokio::test]
async fn a_server_that_ignores_the_upgrade_can_stream() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let mut client = request_upgrade(server).await;
        let feed = upstream.request().await.events();
        feed.send("data: 1\n\n").await;
        client.read_to("data: 1\n\n").await;
        drop(feed);
        client.read_to("0\r\n\r\n").await;
    }
}

#[tokio::test]
async fn a_client_that_disconnects_ends_the_upgrade_request() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let client = request_upgrade(server).await;
        let request = upstream.request().await;
        drop(client);
        request.canceled().await;
    }
}
