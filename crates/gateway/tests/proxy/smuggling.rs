//! Request smuggling: bytes that one server might parse as one request, and another server as two. The proxy never
//! forwards such bytes. It forwards the requests that hyper has parsed, written anew.

use crate::common::raw_client::{RawClient, get_chat, status};
use crate::common::upstream::{PendingRequest, Upstream};
use crate::common::{Running, serve, serve_config, soon};
use tokio::time::{Duration, sleep};

/// Bytes that a server might parse as a second request.
const HIDDEN: &str = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";

/// A gateway and its upstream.
struct Setup {
    upstream: Upstream,
    gateway: Running,
}

/// The result of an attempt.
struct Outcome {
    /// The status of the first answer, or 0 if there is none.
    status: u16,
    /// The requests that the upstream received.
    requests: Vec<PendingRequest>,
}

impl Setup {
    async fn new() -> Self {
        let upstream = Upstream::new().await;
        let gateway = serve(serve_config(&upstream.server)).await;
        Self { upstream, gateway }
    }

    /// Sends these bytes and answers all requests that the upstream receives. Then asserts that another client
    /// receives the answer to its own request.
    async fn outcome(&mut self, bytes: &str) -> Outcome {
        let mut client = RawClient::new(self.gateway.address).await;
        client.write(bytes).await;
        let (mut requests, mut rest) = (Vec::new(), Box::pin(client.rest()));
        let answer = loop {
            tokio::select! {
                answer = &mut rest => break answer,
                next = self.upstream.request() => requests.push(answered(next)),
            }
        };
        self.assert_not_smuggled(&mut requests).await;
        Outcome { status: status(&String::from_utf8_lossy(&answer)), requests }
    }

    /// Asserts that the next client receives the answer to its own request, on whatever connection the gateway uses.
    async fn assert_not_smuggled(&mut self, requests: &mut Vec<PendingRequest>) {
        let address = self.gateway.address;
        let answer = tokio::spawn(async move { get_chat(address, "X-Honest: 1\r\n").await });
        loop {
            let next = self.upstream.request().await;
            if next.header("x-honest").is_some() {
                next.respond("honest");
                break;
            }
            requests.push(answered(next));
        }
        assert_eq!(soon(answer).await.unwrap().text(), "honest");
    }
}

/// Answers a request, and returns a copy of it.
fn answered(mut request: PendingRequest) -> PendingRequest {
    let copy = request.copy();
    std::mem::replace(&mut request, copy).respond("answered");
    request
}

/// Returns a request with these headers and this body.
fn post(headers: &str, body: &str) -> String {
    format!("POST /first HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n{body}")
}

#[tokio::test]
async fn malformed_requests_are_answered_with_400_and_not_forwarded() {
    let mut setup = Setup::new().await;
    for (headers, body) in [
        ("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"),
        ("Content-Length: 5, 6\r\n", "hello"),
        ("Content-Length: +5\r\n", "hello"),
        ("Content-Length: 0x5\r\n", "hello"),
        ("Content-Length: -1\r\n", "hello"),
        ("Content-Length: 99999999999999999999\r\n", "hello"),
        ("Content-Length : 5\r\n", "hello"),
        ("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
        ("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n", "0\r\n\r\n"),
        ("Transfer-Encoding:\u{b}chunked\r\n", "0\r\n\r\n"),
        ("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"),
        ("X-Folded: a\r\n b\r\n", ""),
        ("X-Folded: a\r\n\tContent-Length: 5\r\n", "hello"),
        ("X-Null: a\0b\r\n", ""),
        ("X-Bare: a\rb\r\n", ""),
        (" Content-Length: 5\r\n", "hello"),
        ("X Space: a\r\n", ""),
    ] {
        let bytes = post(headers, &format!("{body}{HIDDEN}"));
        let Outcome { status, requests } = setup.outcome(&bytes).await;
        assert_eq!((status, requests.len()), (400, 0), "{headers:?}");
    }
}

/// The proxy ignores the length of a chunked body, and forwards none that is wrong.
#[tokio::test]
async fn chunks_take_precedence_over_a_content_length() {
    let mut setup = Setup::new().await;
    for headers in [
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        "Content-Length: 999\r\nTransfer-Encoding: Chunked\r\n",
    ] {
        for (chunks, body) in [("5\r\nhello\r\n0\r\n\r\n", "hello"), ("0\r\n\r\n", "")] {
            let bytes = post(headers, &format!("{chunks}{HIDDEN}"));
            let Outcome { status, requests } = setup.outcome(&bytes).await;
            assert_eq!((status, requests.len()), (200, 1), "{headers}");
            assert_eq!((requests[0].body.as_slice(), requests[0].complete), (body.as_bytes(), true));
            assert_eq!(requests[0].head.uri.path(), "/first");
            let length = requests[0].header("content-length");
            assert!(length.is_none_or(|length| length == body.len().to_string()), "{length:?}");
        }
    }
}

#[tokio::test]
async fn malformed_chunks_end_the_request() {
    let mut setup = Setup::new().await;
    for chunks in [
        "5\nhello\r\n0\r\n\r\n",
        "5\r\nhello0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "-5\r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "fffffffffffffffff\r\nhello\r\n0\r\n\r\n",
        "g\r\nhello\r\n0\r\n\r\n",
        "\r\nhello\r\n0\r\n\r\n",
        "5 5\r\nhello\r\n0\r\n\r\n",
        "5;a\nb\r\nhello\r\n0\r\n\r\n",
    ] {
        let bytes = post("Transfer-Encoding: chunked\r\n", &format!("{chunks}{HIDDEN}"));
        let Outcome { status, requests } = setup.outcome(&bytes).await;
        assert!(status == 400 || status == 0, "{chunks:?}: {status}");
        assert!(
            requests.iter().all(|request| !request.complete && request.head.uri.path() == "/first"),
            "{chunks:?}"
        );
    }
}

#[tokio::test]
async fn pipelined_requests_are_forwarded_separately() {
    let mut setup = Setup::new().await;
    let bytes = format!("POST /first HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello{}", post("", ""));
    let Outcome { status, requests } = setup.outcome(&bytes).await;
    let bodies: Vec<&[u8]> = requests.iter().map(|request| request.body.as_slice()).collect();
    assert_eq!((status, bodies), (200, vec![&b"hello"[..], b""]));
}

/// If the proxy dropped the body but forwarded its length, the upstream would read the next request as the body.
#[tokio::test]
async fn the_body_of_an_upgrade_request_is_forwarded_as_a_body() {
    let mut setup = Setup::new().await;
    for headers in ["Content-Length", "Transfer-Encoding: chunked\r\nX-Length"] {
        let length = HIDDEN.len();
        let body = if headers == "Content-Length" {
            HIDDEN.to_owned()
        } else {
            format!("{length:x}\r\n{HIDDEN}\r\n0\r\n\r\n")
        };
        let bytes = format!(
            "POST /first HTTP/1.1\r\nHost: x\r\nConnection: upgrade, close\r\nUpgrade: websocket\r\n\
             {headers}: {length}\r\n\r\n{body}"
        );
        let Outcome { status, requests } = setup.outcome(&bytes).await;
        assert_eq!((status, requests.len()), (200, 1), "{headers}");
        assert_eq!((requests[0].body.as_slice(), requests[0].complete), (HIDDEN.as_bytes(), true));
    }
}

#[tokio::test]
async fn a_truncated_body_is_not_forwarded_as_complete() {
    let mut setup = Setup::new().await;
    for headers in ["Content-Length: 10\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"] {
        let mut client = RawClient::new(setup.gateway.address).await;
        client.write(format!("POST /first HTTP/1.1\r\nHost: x\r\n{headers}")).await;
        sleep(Duration::from_millis(20)).await;
        drop(client);
        let mut requests = Vec::new();
        setup.assert_not_smuggled(&mut requests).await;
        requests.extend(setup.upstream.unexpected());
        assert!(requests.iter().all(|request| !request.complete), "{headers}");
    }
}
