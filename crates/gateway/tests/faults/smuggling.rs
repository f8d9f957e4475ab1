//! Requests that one server might read as one, and another as two: hyper's answer stands.

use crate::common::upstream::{Asked, Upstream};
use crate::common::wire::{Wire, ask, status};
use crate::common::{Running, serve, serve_config, soon};
use tokio::time::{Duration, sleep};

/// What would be a second request to who reads it so.
const HIDDEN: &str = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";

struct Smuggling {
    upstream: Upstream,
    gateway: Running,
}

/// What came of an attempt: the first answer's status, 0 where there was none, and what the upstream was asked.
struct Outcome {
    status: u16,
    asked: Vec<Asked>,
}

impl Smuggling {
    async fn new() -> Self {
        let upstream = Upstream::new().await;
        let gateway = serve(serve_config(&upstream.server)).await;
        Self { upstream, gateway }
    }

    /// Says this. All requests but those after it are answered with nothing; then an honest one gets its own answer.
    async fn outcome(&mut self, said: &str) -> Outcome {
        let mut wire = Wire::new(self.gateway.address).await;
        wire.write(said).await;
        let (mut asked, mut heard) = (Vec::new(), Box::pin(wire.rest()));
        let heard = loop {
            tokio::select! {
                heard = &mut heard => break heard,
                next = self.upstream.asked() => asked.push(answered(next)),
            }
        };
        self.assert_honest(&mut asked).await;
        Outcome { status: status(&String::from_utf8_lossy(&heard)), asked }
    }

    /// The next client gets its own answer, on whatever connection the gateway has.
    async fn assert_honest(&mut self, asked: &mut Vec<Asked>) {
        let address = self.gateway.address;
        let answer = tokio::spawn(async move { ask(address, "X-Honest: 1\r\n").await });
        loop {
            let next = self.upstream.asked().await;
            if next.header("x-honest").is_some() {
                next.say("honest");
                break;
            }
            asked.push(answered(next));
        }
        assert_eq!(soon(answer).await.unwrap().text(), "honest");
    }
}

/// The same, with its answer given.
fn answered(mut asked: Asked) -> Asked {
    let copy = asked.copy();
    std::mem::replace(&mut asked, copy).say("answered");
    asked
}

/// A request with these headers, then this.
fn post(headers: &str, body: &str) -> String {
    format!("POST /first HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n{body}")
}

#[tokio::test]
async fn what_hyper_refuses_is_400_and_goes_nowhere() {
    let mut smuggling = Smuggling::new().await;
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
        let said = post(headers, &format!("{body}{HIDDEN}"));
        let Outcome { status, asked } = smuggling.outcome(&said).await;
        assert_eq!((status, asked.len()), (400, 0), "{headers:?}");
    }
}

/// Where there are chunks, the length is none, for us and for the upstream.
#[tokio::test]
async fn chunks_stand_before_a_length() {
    let mut smuggling = Smuggling::new().await;
    for headers in [
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        "Content-Length: 999\r\nTransfer-Encoding: Chunked\r\n",
    ] {
        for (chunks, body) in [("5\r\nhello\r\n0\r\n\r\n", "hello"), ("0\r\n\r\n", "")] {
            let said = post(headers, &format!("{chunks}{HIDDEN}"));
            let Outcome { status, asked } = smuggling.outcome(&said).await;
            assert_eq!((status, asked.len()), (200, 1), "{headers}");
            assert_eq!((asked[0].body.as_slice(), asked[0].whole), (body.as_bytes(), true));
            assert_eq!(asked[0].head.uri.path(), "/first");
            let length = asked[0].header("content-length");
            assert!(length.is_none_or(|length| length == body.len().to_string()), "{length:?}");
        }
    }
}

#[tokio::test]
async fn chunks_that_are_none_end_the_request() {
    let mut smuggling = Smuggling::new().await;
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
        let said = post("Transfer-Encoding: chunked\r\n", &format!("{chunks}{HIDDEN}"));
        let Outcome { status, asked } = smuggling.outcome(&said).await;
        assert!(status == 400 || status == 0, "{chunks:?}: {status}");
        assert!(asked.iter().all(|asked| !asked.whole && asked.head.uri.path() == "/first"), "{chunks:?}");
    }
}

/// What hyper reads as a next request is one, whatever it would be elsewhere.
#[tokio::test]
async fn requests_on_one_connection_stay_apart() {
    let mut smuggling = Smuggling::new().await;
    let said = format!("POST /first HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello{}", post("", ""));
    let Outcome { status, asked } = smuggling.outcome(&said).await;
    let bodies: Vec<&[u8]> = asked.iter().map(|asked| asked.body.as_slice()).collect();
    assert_eq!((status, bodies), (200, vec![&b"hello"[..], b""]));
}

/// A body and a wish to leave HTTP: if the one were dropped, its length must not be sent on.
#[tokio::test]
async fn a_body_beside_an_upgrade_is_no_request() {
    let mut smuggling = Smuggling::new().await;
    for headers in ["Content-Length", "Transfer-Encoding: chunked\r\nX-Length"] {
        let length = HIDDEN.len();
        let body = if headers == "Content-Length" {
            HIDDEN.to_owned()
        } else {
            format!("{length:x}\r\n{HIDDEN}\r\n0\r\n\r\n")
        };
        let said = format!(
            "POST /first HTTP/1.1\r\nHost: x\r\nConnection: upgrade, close\r\nUpgrade: websocket\r\n\
             {headers}: {length}\r\n\r\n{body}"
        );
        let Outcome { status, asked } = smuggling.outcome(&said).await;
        assert_eq!((status, asked.len()), (200, 1), "{headers}");
        assert_eq!((asked[0].body.as_slice(), asked[0].whole), (HIDDEN.as_bytes(), true));
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_body() {
    let mut smuggling = Smuggling::new().await;
    for headers in ["Content-Length: 10\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"] {
        let mut wire = Wire::new(smuggling.gateway.address).await;
        wire.write(format!("POST /first HTTP/1.1\r\nHost: x\r\n{headers}")).await;
        sleep(Duration::from_millis(20)).await;
        drop(wire);
        let mut asked = Vec::new();
        smuggling.assert_honest(&mut asked).await;
        asked.extend(smuggling.upstream.others());
        assert!(asked.iter().all(|asked| !asked.whole), "{headers}");
    }
}
