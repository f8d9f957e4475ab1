//! Pages in a browser.

use crate::common::said::says;
use crate::common::upstream::Upstream;
use crate::common::wire::{Answer, say};
use crate::common::{Running, serve, serve_config};
use tokenwire_gateway::STREAM;

const PREFLIGHT: &str = "Access-Control-Request-Method: POST\r\n\
                         Access-Control-Request-Headers: authorization, content-type, x-stainless-os\r\n";

async fn gateway(upstream: &Running, origins: &[&str]) -> Running {
    let mut config = serve_config(upstream);
    config.origins = origins.iter().map(|origin| (*origin).to_owned()).collect();
    serve(config).await
}

async fn request(gateway: &Running, method: &str, origin: &str, headers: &str) -> Answer {
    let request = format!(
        "{method} /v1/chat HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: https://{origin}.example\r\n{headers}\r\n"
    );
    say(gateway.address, request).await
}

/// An upstream that knows nothing of pages.
async fn upstream() -> Running {
    says(|| {
        b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 9\r\n\r\ndata: 1\n\n".into()
    })
    .await
}

#[tokio::test]
async fn a_page_that_may_is_told_so_before_it_asks() {
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
    assert!(upstream.others().is_empty(), "that is ours to say");
}

#[tokio::test]
async fn it_may_read_all_headers_of_answers() {
    let gateway = gateway(&upstream().await, &["https://chat.example"]).await;
    for accept in [String::new(), format!("Accept: {STREAM}\r\n")] {
        let answer = request(&gateway, "GET", "chat", &accept).await;
        assert!(answer.head.contains("access-control-allow-origin: https://chat.example\r\n"));
        assert!(answer.head.contains("access-control-expose-headers: *\r\n"), "{}", answer.head);
        assert!(answer.head.lines().any(|line| line.starts_with("vary: ") && line.contains("accept")));
    }
}

#[tokio::test]
async fn it_may_read_what_went_wrong() {
    let upstream = says(Vec::new).await;
    let gateway = gateway(&upstream, &["*"]).await;
    let answer = request(&gateway, "GET", "any", "").await;
    assert_eq!(answer.status(), 502);
    assert!(answer.head.contains("access-control-allow-origin: *\r\n"), "{}", answer.head);
}

#[tokio::test]
async fn another_page_may_nothing() {
    let gateway = gateway(&upstream().await, &["https://chat.example"]).await;
    for (method, headers) in [("OPTIONS", PREFLIGHT), ("GET", "")] {
        let answer = request(&gateway, method, "evil", headers).await;
        assert!(!answer.head.contains("access-control-allow-origin"), "{}", answer.head);
    }
}

#[tokio::test]
async fn where_none_may_nothing_is_said_and_the_upstream_is_asked() {
    let said = b"HTTP/1.1 204 No Content\r\naccess-control-allow-origin: https://own.example\r\n\r\n";
    let upstream = says(|| said.into()).await;
    let gateway = gateway(&upstream, &[]).await;
    let answer = request(&gateway, "OPTIONS", "chat", PREFLIGHT).await;
    assert_eq!(answer.status(), 204);
    let cors: Vec<&str> = answer.head.lines().filter(|line| line.starts_with("access-control-")).collect();
    assert_eq!(cors, ["access-control-allow-origin: https://own.example"]);
}
