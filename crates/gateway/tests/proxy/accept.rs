//! All kinds of `Accept` headers. The answer is either a readable token stream or events.

use crate::common::chat::chat;
use crate::common::raw_client::{Answer, RawClient};
use crate::common::upstream::Upstream;
use crate::common::{Running, decoded, serve, serve_config, soon};
use tokenwire::Table;
use tokenwire_http::media_type::STREAM;

/// A gateway and its upstream.
struct Setup {
    upstream: Upstream,
    gateway: Running,
}

impl Setup {
    async fn new() -> Self {
        let upstream = Upstream::new().await;
        let gateway = serve(serve_config(&upstream.server)).await;
        Self { upstream, gateway }
    }

    /// Sends a request with these header lines. Returns the answer, and the `Accept` headers that the upstream
    /// received.
    async fn answer(&mut self, lines: &[u8]) -> (Answer, Vec<Vec<u8>>) {
        let mut client = RawClient::new(self.gateway.address).await;
        let request = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        client.write([request, lines, b"\r\n"].concat()).await;
        let request = self.upstream.request().await;
        let forwarded =
            request.head.headers.get_all("accept").iter().map(|value| value.as_bytes().to_vec()).collect();
        let feed = request.events();
        feed.send(chat(3).concat()).await;
        drop(feed);
        (soon(client.answer()).await, forwarded)
    }
}

/// Returns whether these `Accept` headers accept everything. No header means the same as `*/*`.
fn accepts_everything(forwarded: &[Vec<u8>]) -> bool {
    forwarded.iter().all(|accept| accept == b"*/*")
}

/// Returns whether an answer consists of events, and asserts that they are those of the upstream.
fn is_plain(answer: &Answer) -> bool {
    let plain = answer.head.contains("\r\ncontent-type: text/event-stream\r\n")
        && answer.head.contains("vary: accept\r\n");
    assert!(answer.complete && (!plain || answer.text() == chat(3).concat()), "{answer:?}");
    plain
}

#[tokio::test]
async fn unknown_parameters_of_the_offer_are_answered_with_events() {
    let mut setup = Setup::new().await;
    for parameters in [
        "v=2",
        "v=",
        "v",
        "v=1;v=1",
        "tables=200",
        "tables=",
        "tables=1..2",
        "tables=-1",
        "tables=99999999999999999999",
        "coders=arith",
        "coders=",
        "dict=2",
        "dict=x",
        "q=0",
        "q=0.0",
        "q=1.1",
        "q=a",
        "x=\"",
        "=1",
        "v=1 tables=2",
    ] {
        let (answer, forwarded) =
            setup.answer(format!("Accept: {STREAM};{parameters}, a/b\r\n").as_bytes()).await;
        assert!(is_plain(&answer), "{parameters}");
        assert!(forwarded == [b"a/b"] || parameters == "x=\"", "{parameters}: {forwarded:?}");
    }
}

#[tokio::test]
async fn malformed_offers_are_answered_with_events() {
    let mut setup = Setup::new().await;
    for accept in [
        "",
        ",,,",
        ";",
        "*/*",
        "application/*",
        "\"",
        "application/vnd.tokenwire.streams",
        "xapplication/vnd.tokenwire.stream",
        "text/event-stream;a=\"application/vnd.tokenwire.stream\"",
        "\"application/vnd.tokenwire.stream\"",
    ] {
        let (answer, forwarded) = setup.answer(format!("Accept: {accept}\r\n").as_bytes()).await;
        assert!(is_plain(&answer), "{accept}");
        assert_eq!(forwarded, [accept.as_bytes()], "the header is forwarded unchanged");
    }
}

#[tokio::test]
async fn a_header_that_is_not_ascii_is_answered_with_events() {
    let mut setup = Setup::new().await;
    let accept = [b"Accept: ", STREAM.as_bytes(), b", \xff\xfe/x\r\n"].concat();
    assert!(is_plain(&setup.answer(&accept).await.0));
}

#[tokio::test]
async fn accept_headers_over_the_limit_are_answered_with_events() {
    let mut setup = Setup::new().await;
    let long = format!("Accept: {STREAM}, {}\r\n", "a/b;c=\"d\", ".repeat(900));
    assert!(is_plain(&setup.answer(long.as_bytes()).await.0));
    let many = format!("Accept: {STREAM}\r\n{}", format!("Accept: {}\r\n", "a".repeat(900)).repeat(10));
    assert!(is_plain(&setup.answer(many.as_bytes()).await.0));
}

#[tokio::test]
async fn clients_that_prefer_events_receive_events() {
    let mut setup = Setup::new().await;
    for (accept, plain) in [
        (format!("{STREAM};q=0.5, text/event-stream"), true),
        (format!("text/event-stream;q=0.501, {STREAM};q=0.5"), true),
        (format!("{STREAM};q=0.5, text/event-stream;q=0.5"), false),
        (format!("{STREAM};q=0.001, */*"), false),
        (format!("text/event-stream, {STREAM}"), false),
        (format!("application/json, {STREAM};q=0.1"), false),
        (format!("{STREAM};v=2, {STREAM};tables=2"), false),
        (STREAM.to_ascii_uppercase(), false),
        (format!("{STREAM} ; V=\"1\" ; Q=1.000"), false),
    ] {
        let (answer, _) = setup.answer(format!("Accept: {accept}\r\n").as_bytes()).await;
        assert_eq!(is_plain(&answer), plain, "{accept}");
    }
}

#[tokio::test]
async fn every_offered_table_and_coder_is_answered_with_a_readable_stream() {
    let mut setup = Setup::new().await;
    for table in Table::registered().filter_map(|table| table.number()) {
        for coder in ["varint", "prefix"] {
            let accept = format!("Accept: {STREAM};tables={table};coders={coder}\r\n");
            let (answer, forwarded) = setup.answer(accept.as_bytes()).await;
            assert!(
                accepts_everything(&forwarded) && answer.head.contains(&format!(";coder={coder};")),
                "{answer:?}"
            );
            let (events, end) = decoded(&answer.body);
            end.unwrap();
            assert_eq!(events, chat(3).concat().as_bytes());
        }
    }
}

#[tokio::test]
async fn headers_over_the_limit_are_answered_with_431() {
    let setup = Setup::new().await;
    let long = "a".repeat(70 << 10);
    let request = format!("GET / HTTP/1.1\r\nHost: x\r\nAccept: {long}\r\n\r\n");
    let mut client = RawClient::new(setup.gateway.address).await;
    client.write(request).await;
    assert!(client.head().await.starts_with("http/1.1 431 "));
}
