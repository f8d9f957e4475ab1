//! Headers of one connection, and those that pass.

use crate::common::chain::Chain;
use crate::common::said::says;
use crate::common::upstream::Upstream;
use crate::common::wire::{Wire, ask, say, status};
use crate::common::{serve, serve_config, soon};
use tokenwire_gateway::STREAM;

const REQUEST: &str = "GET / HTTP/1.1\r\nHost: spoofed.example\r\nConnection: close, X-Mine, keep-alive\r\n\
    Keep-Alive: timeout=5\r\nProxy-Connection: keep-alive\r\nProxy-Authorization: Basic eA==\r\nTE: trailers\r\n\
    Trailer: X-Sum\r\nX-Mine: 1\r\nX-Other: 2\r\nAuthorization: Bearer k\r\nCookie: a=1\r\n\r\n";

#[tokio::test]
async fn what_is_of_a_clients_connection_stays_there() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let address = server.address;
        let answer = tokio::spawn(say(address, REQUEST));
        let asked = upstream.asked().await;
        let stripped = [
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authorization",
            "te",
            "trailer",
            "x-mine",
        ];
        assert!(stripped.iter().all(|name| asked.header(name).is_none()), "{:?}", asked.head.headers);
        assert_eq!(asked.header("host"), Some(upstream.server.address.to_string().as_str()));
        let passed = ["x-other", "authorization", "cookie"].map(|name| asked.header(name));
        assert_eq!(passed, [Some("2"), Some("Bearer k"), Some("a=1")]);
        assert!(asked.header("via").is_some());
        // Nothing is said of it, or that: it is the same.
        assert!(asked.header("accept").is_none_or(|accept| accept == "*/*"));
        asked.say("ok");
        assert_eq!(soon(answer).await.unwrap().text(), "ok");
    }
}

#[tokio::test]
async fn what_is_of_the_upstreams_connection_stays_there() {
    let said = "HTTP/1.1 200 OK\r\nConnection: close, X-Mine\r\nKeep-Alive: timeout=5\r\nX-Mine: 1\r\n\
                Proxy-Authenticate: Basic\r\nAlt-Svc: h3=\":1\"\r\nX-Other: 2\r\nContent-Length: 2\r\n\r\nok";
    let upstream = says(move || said.into()).await;
    let chain = Chain::new(&upstream).await;
    for server in chain.both() {
        let answer = ask(server.address, "").await;
        let stripped = ["keep-alive: ", "x-mine: ", "alt-svc: "];
        assert!(stripped.iter().all(|name| !answer.head.contains(name)), "{}", answer.head);
        assert!(answer.head.contains("x-other: 2\r\n") && answer.text() == "ok");
    }
}

#[tokio::test]
async fn a_head_has_no_body_and_is_no_stream() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let mut wire = Wire::new(server.address).await;
        wire.write(format!("HEAD /v1 HTTP/1.1\r\nHost: x\r\nAccept: {STREAM}\r\nConnection: close\r\n\r\n"))
            .await;
        let asked = upstream.asked().await;
        assert_eq!(asked.head.method, "HEAD");
        drop(asked.events());
        let all = String::from_utf8(wire.rest().await).unwrap().to_ascii_lowercase();
        assert!(
            all.contains("content-type: text/event-stream\r\n") && all.contains("vary: accept\r\n"),
            "{all}"
        );
        assert!(all.ends_with("\r\n\r\n") && all.matches("\r\n\r\n").count() == 1, "{all}");
    }
}

#[tokio::test]
async fn who_waits_for_100_is_told_to_go_on() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let mut wire = Wire::new(server.address).await;
        let head = "POST /v1 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
        wire.write(head).await;
        assert_eq!(status(&wire.head().await), 100);
        wire.write("hello").await;
        let asked = upstream.asked().await;
        assert_eq!((asked.body.as_slice(), asked.header("expect")), (&b"hello"[..], None));
        asked.say("ok");
        assert_eq!(status(&wire.head().await), 200);
    }
}

#[tokio::test]
async fn a_client_of_http_1_0_gets_its_answer() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for server in chain.both() {
        let mut wire = Wire::new(server.address).await;
        wire.write("GET / HTTP/1.0\r\n\r\n").await;
        let feed = upstream.asked().await.events();
        feed.send("data: 1\n\n").await;
        drop(feed);
        let answer = wire.answer().await;
        assert_eq!((answer.status(), answer.text()), (200, "data: 1\n\n".to_owned()));
    }
}

#[tokio::test]
async fn trailers_of_a_stream_come_after_it() {
    let said = [
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntrailer: x-sum\r\ntransfer-encoding: chunked\r\n\r\n",
        "9\r\ndata: 1\n\n\r\n0\r\nx-sum: 7\r\n\r\n",
    ]
    .concat();
    let upstream = says(move || said.clone().into()).await;
    let gateway = serve(serve_config(&upstream)).await;
    for accept in [String::new(), format!("Accept: {STREAM}\r\n")] {
        let answer = ask(gateway.address, &accept).await;
        assert!(answer.whole, "{answer:?}");
    }
}
