//! CORS: requests from web pages of other origins.

use crate::common::raw_client::{Answer, send_raw};
use crate::common::raw_server::raw_server;
use crate::common::upstream::Upstream;
use crate::common::{Running, serve, serve_config};
use tokenwire_http::media_type::STREAM;

const PREFLIGHT: &str = "Access-Control-Request-Method: POST\r\n\
                         Access-Control-Request-Headers: authorization, content-type, x-stainless-os\r\n";

/// Returns a gateway that allows these origins.
async fn gateway(upstream: &Running, origins: &[&str]) -> Running {
    let origins = origins.iter().map(|origin| (*origin).to_owned());
    serve(serve_config(upstream).with_origins(origins)).await
}

/// Sends a request from a page of `https://{origin}.example`.
async fn request(gateway: &Running, method: &str, origin: &str, headers: &str) -> Answer {
    let request = format!(
        "{method} /v1/chat HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: https://{origin}.example\r\n{headers}\r\n"
    );
    send_raw(gateway.address, request).await
}

/// Returns an upstream that writes no CORS headers.
async fn upstream() -> Running {
    raw_server(|| {
        b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 9\r\n\r\ndata: 1\n\n".into()
    })
    .await
}

#[tokio::test]
async fn a_preflight_of_an_allowed_origin_succeeds() {
    let mut upstream = Upstream::new().await;
    let gateway = gateway(&upstream.server, &["https://chat.example", "https://b.example"]).await;
    let answer = request(&gateway, "OPTIONS", "chat", PREFLIGHT).await;
    assert_eq!(answer.status(), 200);
    for header in [
        "access-control-allow-origin: https://chat.example",
        "access-control-allow-methods: post",
        "access-control-allow-headers: authorization, content-type, x-stainless-os",
        "access-control-max-age: 86400",
    ] {
        assert!(answer.head.contains(&format!("{header}\r\n")), "{header}: {}", answer.head);
    }
    assert!(upstream.unexpected().is_empty(), "the gateway must answer a preflight itself");
}

#[tokio::test]
async fn an_allowed_origin_may_read_all_headers() {
    let gateway = gateway(&upstream().await, &["https://chat.example"]).await;
    for accept in [String::new(), format!("Accept: {STREAM}\r\n")] {
        let answer = request(&gateway, "GET", "chat", &accept).await;
        assert!(answer.head.contains("access-control-allow-origin: https://chat.example\r\n"));
        assert!(answer.head.contains("access-control-expose-headers: *\r\n"), "{}", answer.head);
        assert!(answer.head.lines().any(|line| line.starts_with("vary: ") && line.contains("accept")));
    }
}

#[tokio::test]
async fn an_allowed_origin_may_read_errors() {
    let upstream = raw_server(Vec::new).await;
    let gateway = gateway(&upstream, &["*"]).await;
    let answer = request(&gateway, "GET", "any", "").await;
    assert_eq!(answer.status(), 502);
    assert!(answer.head.contains("access-control-allow-origin: *\r\n"), "{}", answer.head);
}

#[tokio::test]
async fn other_origins_are_not_allowed() {
    let gateway = gateway(&upstream().await, &["https://chat.example"]).await;
    for (method, headers) in [("OPTIONS", PREFLIGHT), ("GET", "")] {
        let answer = request(&gateway, method, "evil", headers).await;
        assert!(!answer.head.contains("access-control-allow-origin"), "{}", answer.head);
    }
}

#[tokio::test]
async fn preflights_are_forwarded_if_no_origin_is_allowed() {
    let answer = b"HTTP/1.1 204 No Content\r\naccess-control-allow-origin: https://own.example\r\n\r\n";
    let upstream = raw_server(|| answer.into()).await;
    let gateway = gateway(&upstream, &[]).await;
    let answer = request(&gateway, "OPTIONS", "chat", PREFLIGHT).await;
    assert_eq!(answer.status(), 204);
    let cors: Vec<&str> = answer.head.lines().filter(|line| line.starts_with("access-control-")).collect();
    assert_eq!(cors, ["access-control-allow-origin: https://own.example"]);
}
