//! Connections that leave HTTP.

use crate::common::chain::Chain;
use crate::common::upstream::Upstream;
use crate::common::wire::{Wire, status};
use crate::common::{Running, router, soon};
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt as _;

const ASK: &str =
    "GET /socket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo/1\r\nX-Key: k\r\n\r\n";

/// Says back what is said, until that ends.
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
async fn both_sides_say_what_they_like() {
    let upstream = echo().await;
    let chain = Chain::new(&upstream).await;
    for server in chain.both() {
        let mut wire = Wire::new(server.address).await;
        wire.write(ASK).await;
        let head = wire.head().await;
        assert!(head.starts_with("http/1.1 101 ") && head.contains("upgrade: echo/1\r\n"), "{head}");
        assert!(head.contains("x-accept: a\r\n"));
        for said in ["hello;", "\0\u{1}binary;", "0\r\n\r\n;"] {
            wire.write(said).await;
            assert_eq!(wire.read_to(";").await, said);
        }
        wire.write("the end").await;
        wire.0.shutdown().await.unwrap();
        assert_eq!(wire.rest().await, b"the end");
    }
}

#[tokio::test]
async fn who_leaves_ends_it() {
    let upstream = echo().await;
    let mut chain = Chain::new(&upstream).await;
    let mut wire = Wire::new(chain.near.address).await;
    wire.write(ASK).await;
    wire.head().await;
    drop(wire);
    chain.near.tell();
    chain.gateway.tell();
    soon(chain.near.stop()).await;
    soon(chain.gateway.stop()).await;
}

#[tokio::test]
async fn who_refuses_is_heard() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let mut wire = Wire::new(server.address).await;
        wire.write(ASK).await;
        let asked = upstream.asked().await;
        assert_eq!((asked.header("upgrade"), asked.header("connection")), (Some("echo/1"), Some("upgrade")));
        asked.answer(Response::builder().status(426).body(Body::from("no;")).unwrap());
        let head = wire.head().await;
        assert!(status(&head) == 426 && !head.contains("upgrade: "), "{head}");
        assert_eq!(wire.read_to(";").await, "no;");
    }
}

/// An upstream that does not know of it answers as ever.
#[tokio::test]
async fn who_ignores_it_may_stream() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let mut wire = Wire::new(server.address).await;
        wire.write(ASK).await;
        let feed = upstream.asked().await.events();
        feed.send("data: 1\n\n").await;
        wire.read_to("data: 1\n\n").await;
        drop(feed);
        wire.read_to("0\r\n\r\n").await;
    }
}

#[tokio::test]
async fn who_asks_and_leaves_ends_the_request() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let mut wire = Wire::new(server.address).await;
        wire.write(ASK).await;
        let asked = upstream.asked().await;
        drop(wire);
        asked.left().await;
    }
}
