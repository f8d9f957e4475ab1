//! What requests are aimed at.

use crate::common::upstream::Upstream;
use crate::common::wire::say;
use crate::common::{Running, connect, serve, serve_config, soon};

/// A gateway whose upstream has a path, and the client's side.
async fn chain(upstream: &Upstream, base: &str) -> [Running; 2] {
    let mut config = serve_config(&upstream.server);
    config.upstream = upstream.server.url(base).parse().unwrap();
    let gateway = serve(config).await;
    let near = connect(crate::common::connect_config(&gateway)).await;
    [gateway, near]
}

fn get(target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
}

#[tokio::test]
async fn paths_are_put_behind_the_upstreams() {
    let mut upstream = Upstream::new().await;
    let chain = chain(&upstream, "/base/").await;
    for (asked, sent) in [
        ("/v1/chat?a=b%20c&d", "/base/v1/chat?a=b%20c&d"),
        ("/", "/base/"),
        ("/a/../b", "/base/b"),
        ("//two//slashes", "/base//two//slashes"),
        ("/%2fetc?..", "/base/%2fetc?.."),
        ("http://other.example/v1", "/base/v1"),
        ("http://127.0.0.1:1/v1?x", "/base/v1?x"),
    ] {
        for server in &chain {
            let answer = tokio::spawn(say(server.address, get(asked)));
            let came = upstream.asked().await;
            assert_eq!(came.head.uri.to_string(), sent);
            assert_eq!(came.header("host"), Some(upstream.server.address.to_string().as_str()));
            came.say("ok");
            assert_eq!(soon(answer).await.unwrap().text(), "ok");
        }
    }
}

#[tokio::test]
async fn paths_do_not_lead_out_of_the_upstreams() {
    let mut upstream = Upstream::new().await;
    let [gateway, _near] = chain(&upstream, "/base").await;
    for out in [
        "/..",
        "/../",
        "/../secret",
        "/v1/../../secret",
        "/%2e%2e/secret",
        "/.%2E/secret",
        "/../basement",
        "/..\\secret",
    ] {
        assert_eq!(soon(say(gateway.address, get(out))).await.status(), 400, "{out}");
    }
    assert!(upstream.others().is_empty());
}

#[tokio::test]
async fn what_is_for_proxies_is_refused() {
    let mut upstream = Upstream::new().await;
    let chain = chain(&upstream, "").await;
    for request in [
        "CONNECT other.example:443 HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n",
        "TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ] {
        for server in &chain {
            assert_eq!(soon(say(server.address, request)).await.status(), 400, "{request}");
        }
    }
    assert!(upstream.others().is_empty());
}

#[tokio::test]
async fn what_is_no_request_is_refused() {
    let mut upstream = Upstream::new().await;
    let chain = chain(&upstream, "").await;
    for request in ["GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\0\0\0\0\r\n\r\n", "GET /a b HTTP/1.1\r\n\r\n"]
    {
        for server in &chain {
            assert!([0, 400].contains(&soon(say(server.address, request)).await.status()), "{request}");
        }
    }
    assert!(upstream.others().is_empty());
}

#[tokio::test]
async fn any_method_passes() {
    let mut upstream = Upstream::new().await;
    let chain = chain(&upstream, "").await;
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"] {
        for server in &chain {
            let request = format!("{method} /v1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            let answer = tokio::spawn(say(server.address, request));
            let came = upstream.asked().await;
            assert_eq!(came.head.method, method);
            came.say("ok");
            assert_eq!(soon(answer).await.unwrap().text(), "ok");
        }
    }
}
