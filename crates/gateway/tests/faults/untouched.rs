//! Answers that are no streams, and streams that say what is wrong: as they came.

use crate::common::chain::Chain;
use crate::common::chat::chat;
use crate::common::wire::{Answer, ask};
use crate::common::{router, said};
use axum::response::Response;
use http::StatusCode;
use tokenwire_gateway::STREAM;

/// What an upstream says, in raw lines of headers.
async fn upstream(status: &'static str, headers: &'static str, body: &'static str) -> crate::common::Running {
    let length = body.len();
    said::says(move || format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}").into())
        .await
}

/// The lines of headers, but for the date and the end of the connection.
fn lines(answer: &Answer) -> Vec<&str> {
    let own =
        |line: &&str| !line.is_empty() && !line.starts_with("date: ") && !line.starts_with("connection: ");
    answer.head.split("\r\n").skip(1).filter(own).collect()
}

/// Whether an answer passes whatever the client says that it takes.
async fn assert_passes(status: &'static str, headers: &'static str, body: &'static str) {
    let upstream = upstream(status, headers, body).await;
    let chain = Chain::new(&upstream).await;
    let mut all: Vec<String> = headers.split_terminator("\r\n").map(str::to_ascii_lowercase).collect();
    all.extend([format!("content-length: {}", body.len()), "vary: accept".into()]);
    for server in chain.both() {
        for accept in ["", "Accept: application/json\r\n"] {
            assert_is(&ask(server.address, accept).await, status, &all, body);
        }
    }
    let answer = ask(chain.gateway.address, &format!("Accept: {STREAM}\r\n")).await;
    all.push("accept-post: application/vnd.tokenwire.document".into());
    assert_is(&answer, status, &all, body);
}

fn assert_is(answer: &Answer, status: &str, headers: &[String], body: &str) {
    assert_eq!(
        answer.head.split("\r\n").next().unwrap(),
        format!("http/1.1 {}", status.to_ascii_lowercase())
    );
    let (mut came, mut meant) = (lines(answer), headers.iter().map(String::as_str).collect::<Vec<_>>());
    came.retain(|line| headers.iter().any(|own| own == line) || !line.starts_with("accept-post: "));
    came.sort_unstable();
    meant.sort_unstable();
    assert_eq!((came, answer.text(), answer.whole), (meant, body.to_owned(), true));
}

#[tokio::test]
async fn a_429_with_when_to_come_again() {
    let headers = "content-type: application/json\r\nretry-after: 7\r\nx-request-id: r-1\r\n\
                   x-ratelimit-remaining-tokens: 0\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n";
    assert_passes("429 Too Many Requests", headers, r#"{"error":{"message":"slow down"}}"#).await;
}

#[tokio::test]
async fn a_500_with_a_page() {
    assert_passes("500 Internal Server Error", "content-type: text/html\r\n", "<h1>Oh no</h1>\n").await;
}

#[tokio::test]
async fn an_error_in_the_shape_of_a_stream() {
    let headers = "content-type: text/event-stream\r\n";
    assert_passes("503 Service Unavailable", headers, "data: {\"error\":{\"code\":\"busy\"}}\n\n").await;
}

#[tokio::test]
async fn a_stream_of_another_type() {
    let events = "data: {\"choices\":[]}\n\ndata: [DONE]\n\n";
    assert_passes("200 OK", "content-type: text/plain\r\n", events).await;
    assert_passes("200 OK", "content-type: text/event-stream-not\r\n", events).await;
    assert_passes("200 OK", "x-no-type: 1\r\n", events).await;
}

#[tokio::test]
async fn an_unknown_content_encoding() {
    let headers = "content-type: text/event-stream\r\ncontent-encoding: snappy\r\netag: \"1\"\r\n";
    assert_passes("200 OK", headers, "whatever this is").await;
}

#[tokio::test]
async fn several_content_encodings() {
    let headers = "content-type: text/event-stream\r\ncontent-encoding: gzip, br\r\n";
    assert_passes("200 OK", headers, "whatever this is").await;
}

#[tokio::test]
async fn an_event_that_says_what_went_wrong_and_what_follows() {
    let events =
        [chat(2).concat().as_str(), "event: error\ndata: {\"error\":{\"type\":\"overloaded\"}}\n\n"].concat();
    let said = events.clone();
    let upstream = router(axum::Router::new().fallback(move || async move {
        Response::builder()
            .header("content-type", "text/event-stream")
            .body(axum::body::Body::from(said))
            .unwrap()
    }))
    .await;
    let chain = Chain::new(&upstream).await;
    for server in chain.both() {
        let answer = ask(server.address, "").await;
        assert_eq!((answer.text(), answer.whole), (events.clone(), true));
    }
}

/// Where a client is sent that is redirected there.
async fn sent_to(
    location: impl Fn(&str) -> String + Clone + Send + Sync + 'static,
    path: &str,
) -> Vec<String> {
    let upstream = router(axum::Router::new().fallback(move |request: axum::extract::Request| async move {
        let host = request.headers()["host"].to_str().unwrap();
        let response =
            Response::builder().status(StatusCode::TEMPORARY_REDIRECT).header("location", location(host));
        response.body(axum::body::Body::from("moved")).unwrap()
    }))
    .await;
    let mut config = crate::common::serve_config(&upstream);
    config.upstream = upstream.url(path).parse().unwrap();
    let chain = Chain::with(config).await;
    let mut all = Vec::new();
    for server in chain.both() {
        let answer = ask(server.address, "").await;
        assert_eq!((answer.status(), answer.text()), (307, "moved".to_owned()));
        all.extend(answer.head.lines().find_map(|line| line.strip_prefix("location: ").map(str::to_owned)));
    }
    all
}

#[tokio::test]
async fn a_redirect_within_the_upstream_stays_here() {
    let within = |host: &str| format!("http://{host}/base/v2?a=b");
    assert_eq!(sent_to(within, "/base").await, ["/v2?a=b", "/v2?a=b"]);
}

#[tokio::test]
async fn a_redirect_to_somebody_else_is_the_clients() {
    for other in ["https://other.example/v2", "//other.example/v2"] {
        assert_eq!(sent_to(|_| other.to_owned(), "").await, [other, other]);
    }
    let out_of_base = |host: &str| format!("http://{host}/elsewhere");
    let all = sent_to(out_of_base, "/base").await;
    assert!(all.iter().all(|location| location.starts_with("http://127.0.0.1:")), "{all:?}");
}
