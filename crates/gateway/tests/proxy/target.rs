//! Request targets: methods, paths and queries.

use crate::common::raw_client::send_raw;
use crate::common::upstream::Upstream;
use crate::common::{Running, connect, connect_config, serve, soon};
use tokenwire_gateway::ServeConfig;

/// Returns a gateway whose upstream has a base path, and `connect` in front of it.
async fn chain(upstream: &Upstream, base: &str) -> [Running; 2] {
    let gateway = serve(ServeConfig::new(upstream.server.url(base).parse().unwrap())).await;
    let local = connect(connect_config(&gateway)).await;
    [gateway, local]
}

fn get(target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
}

#[tokio::test]
async fn request_paths_are_appended_to_the_base_path() {
    let mut upstream = Upstream::new().await;
    let chain = chain(&upstream, "/base/").await;
    for (request, sent) in [
        ("/v1/chat?a=b%20c&d", "/base/v1/chat?a=b%20c&d"),
        ("/", "/base/"),
        ("/a/../b", "/base/b"),
        ("//two//slashes", "/base//two//slashes"),
        ("/%2fetc?..", "/base/%2fetc?.."),
        ("http://other.example/v1", "/base/v1"),
        ("http://127.0.0.1:1/v1?x", "/base/v1?x"),
    ] {
        for server in &chain {
            let answer = tokio::spawn(send_raw(server.address, get(request)));
            let request = upstream.request().await;
            assert_eq!(request.head.uri.to_string(), sent);
            assert_eq!(request.header("host"), Some(upstream.server.address.to_string().as_str()));
            request.respond("ok");
            assert_eq!(soon(answer).await.unwrap().text(), "ok");
        }
    }
}

#[tokio::test]
async fn request_paths_cannot_leave_the_base_path() {
    let mut upstream = Upstream::new().await;
    let [gateway, _local] = chain(&upstream, "/base").await;
    for target in [
        "/..",
        "/../",
        "/../secret",
        "/v1/../../secret",
        "/%2e%2e/secret",
        "/.%2E/secret",
        "/../basement",
        "/..\\secret",
    ] {
        assert_eq!(soon(send_raw(gateway.address, get(target))).await.status(), 400, "{target}");
    }
    assert!(upstream.unexpected().is_empty());
}

#[tokio::test]
async fn requests_without_a_path_and_connect_and_trace_are_refused() {
    let mut upstream = Upstream::new().await;
    let chain = chain(&upstream, "").await;
    for request in [
        "CONNECT other.example:443 HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n",
        "TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ] {
        for server in &chain {
            assert_eq!(soon(send_raw(server.address, request)).await.status(), 400, "{request}");
        }
    }
    assert!(upstream.unexpected().is_empty());
}

#[tokio::test]
async fn malformed_requests_are_refused() {
    let mut upstream = Upstream::new().await;
    let chain = chain(&upstream, "").await;
    for request in ["GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\0\0\0\0\r\n\r\n", "GET /a b HTTP/1.1\r\n\r\n"]
    {
        for server in &chain {
            assert!([0, 400].contains(&soon(send_raw(server.address, request)).await.status()), "{request}");
        }
    }
    assert!(upstream.unexpected().is_empty());
}

#[tokio::test]
async fn any_method_is_forwarded() {
    let mut upstream = Upstream::new().await;
    let chain = chain(&upstream, "").await;
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"] {
        for server in &chain {
            let request = format!("{method} /v1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            let answer = tokio::spawn(send_raw(server.address, request));
            let request = upstream.request().await;
            assert_eq!(request.head.method, method);
            request.respond("ok");
            assert_eq!(soon(answer).await.unwrap().text(), "ok");
        }
    }
}
