//! Hop-by-hop headers, which are removed, and headers that are forwarded.

use crate::common::chain::Chain;
use crate::common::raw_client::{RawClient, get_chat, send_raw, status};
use crate::common::raw_server::raw_server;
use crate::common::upstream::Upstream;
use crate::common::{decoded, serve, serve_config, soon};
use tokenwire_http::media_type::STREAM;

const REQUEST: &str = "GET / HTTP/1.1\r\nHost: spoofed.example\r\nConnection: close, X-Hop, keep-alive\r\n\
    Keep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\nProxy-Authorization: Basic eA==\r\nTE: trailers\r\n\
    Trailer: X-Sum\r\nX-Hop: 1\r\nX-Other: 2\r\nAuthorization: Bearer k\r\nCookie: a=1\r\n\r\n";

#[tokio::test]
async fn hop_by_hop_headers_of_requests_are_removed() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let address = server.address;
        let answer = tokio::spawn(send_raw(address, REQUEST));
        let request = upstream.request().await;
        let stripped =
            ["connection", "keep-alive", "proxy-connection", "proxy-authorization", "te", "trailer", "x-hop"];
        assert!(stripped.iter().all(|name| request.header(name).is_none()), "{:?}", request.head.headers);
        assert_eq!(request.header("host"), Some(upstream.server.address.to_string().as_str()));
        let forwarded = ["x-other", "authorization", "cookie"].map(|name| request.header(name));
        assert_eq!(forwarded, [Some("2"), Some("Bearer k"), Some("a=1")]);
        assert!(request.header("via").is_some());
        // No `Accept` means the same as `*/*`.
        assert!(request.header("accept").is_none_or(|accept| accept == "*/*"));
        request.respond("ok");
        assert_eq!(soon(answer).await.unwrap().text(), "ok");
    }
}

#[tokio::test]
async fn hop_by_hop_headers_of_answers_are_removed() {
    let answer = "HTTP/1.1 200 OK\r\nConnection: close, X-Hop\r\nKeep-Alive: timeout=5\r\nX-Hop: 1\r\n\
                Proxy-Authenticate: Basic\r\nAlt-Svc: h3=\":1\"\r\nX-Other: 2\r\nContent-Length: 2\r\n\r\nok";
    let upstream = raw_server(move || answer.into()).await;
    let chain = Chain::new(&upstream).await;
    for server in chain.both() {
        let answer = get_chat(server.address, "").await;
        let stripped = ["keep-alive: ", "x-hop: ", "alt-svc: "];
        assert!(stripped.iter().all(|name| !answer.head.contains(name)), "{}", answer.head);
        assert!(answer.head.contains("x-other: 2\r\n") && answer.text() == "ok");
    }
}

#[tokio::test]
async fn an_answer_to_a_head_request_is_not_encoded() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let mut client = RawClient::new(server.address).await;
        client
            .write(format!("HEAD /v1 HTTP/1.1\r\nHost: x\r\nAccept: {STREAM}\r\nConnection: close\r\n\r\n"))
            .await;
        let request = upstream.request().await;
        assert_eq!(request.head.method, "HEAD");
        drop(request.events());
        let all = String::from_utf8(client.rest().await).unwrap().to_ascii_lowercase();
        assert!(
            all.contains("content-type: text/event-stream\r\n") && all.contains("vary: accept\r\n"),
            "{all}"
        );
        assert!(all.ends_with("\r\n\r\n") && all.matches("\r\n\r\n").count() == 1, "{all}");
    }
}

#[tokio::test]
async fn the_proxy_itself_answers_expect_100_continue() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let mut client = RawClient::new(server.address).await;
        let head = "POST /v1 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
        client.write(head).await;
        assert_eq!(status(&client.head().await), 100);
        client.write("hello").await;
        let request = upstream.request().await;
        assert_eq!((request.body.as_slice(), request.header("expect")), (&b"hello"[..], None));
        request.respond("ok");
        assert_eq!(status(&client.head().await), 200);
    }
}

#[tokio::test]
async fn a_client_of_http_1_0_is_served() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let mut client = RawClient::new(server.address).await;
        client.write("GET / HTTP/1.0\r\n\r\n").await;
        let feed = upstream.request().await.events();
        feed.send("data: 1\n\n").await;
        drop(feed);
        let answer = client.answer().await;
        assert_eq!((answer.status(), answer.text()), (200, "data: 1\n\n".to_owned()));
    }
}

#[tokio::test]
async fn a_stream_with_trailers_is_complete() {
    let answer = [
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntrailer: x-sum\r\ntransfer-encoding: chunked\r\n\r\n",
        "9\r\ndata: 1\n\n\r\n0\r\nx-sum: 7\r\n\r\n",
    ]
    .concat();
    let upstream = raw_server(move || answer.clone().into()).await;
    let gateway = serve(serve_config(&upstream)).await;
    for accept in [String::new(), format!("Accept: {STREAM}\r\n")] {
        let answer = get_chat(gateway.address, &accept).await;
        let events = if accept.is_empty() { answer.body } else { decoded(&answer.body).0 };
        assert_eq!((events.as_slice(), answer.complete), (&b"data: 1\n\n"[..], true));
    }
}
