//! Answers that both proxies forward unchanged.

use crate::common::chain::Chain;
use crate::common::chat::chat;
use crate::common::raw_client::{Answer, get_chat};
use crate::common::raw_server::raw_server;
use crate::common::router;
use axum::response::Response;
use http::StatusCode;
use tokenwire_gateway::ServeConfig;
use tokenwire_http::media_type::STREAM;

/// Returns an upstream that sends these header lines and this body.
async fn upstream(status: &'static str, headers: &'static str, body: &'static str) -> crate::common::Running {
    let length = body.len();
    raw_server(move || format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}").into())
        .await
}

/// Returns the header lines of an answer, without `Date` and `Connection`.
fn lines(answer: &Answer) -> Vec<&str> {
    let is_forwarded =
        |line: &&str| !line.is_empty() && !line.starts_with("date: ") && !line.starts_with("connection: ");
    answer.head.split("\r\n").skip(1).filter(is_forwarded).collect()
}

/// Asserts that clients receive this answer unchanged, whatever they accept.
async fn assert_unchanged(status: &'static str, headers: &'static str, body: &'static str) {
    let upstream = upstream(status, headers, body).await;
    let chain = Chain::new(&upstream).await;
    let mut all: Vec<String> = headers.split_terminator("\r\n").map(str::to_ascii_lowercase).collect();
    all.extend([format!("content-length: {}", body.len()), "vary: accept".into()]);
    for server in chain.both() {
        for accept in ["", "Accept: application/json\r\n"] {
            assert_is(&get_chat(server.address, accept).await, status, &all, body);
        }
    }
    let answer = get_chat(chain.gateway.address, &format!("Accept: {STREAM}\r\n")).await;
    all.push("accept-post: application/vnd.tokenwire.document".into());
    assert_is(&answer, status, &all, body);
}

fn assert_is(answer: &Answer, status: &str, headers: &[String], body: &str) {
    assert_eq!(
        answer.head.split("\r\n").next().unwrap(),
        format!("http/1.1 {}", status.to_ascii_lowercase())
    );
    let (mut actual, mut expected) = (lines(answer), headers.iter().map(String::as_str).collect::<Vec<_>>());
    actual.retain(|line| headers.iter().any(|header| header == line) || !line.starts_with("accept-post: "));
    actual.sort_unstable();
    expected.sort_unstable();
    assert_eq!((actual, answer.text(), answer.complete), (expected, body.to_owned(), true));
}

#[tokio::test]
async fn a_429_with_retry_after_is_unchanged() {
    let headers = "content-type: application/json\r\nretry-after: 7\r\nx-request-id: r-1\r\n\
                   x-ratelimit-remaining-tokens: 0\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n";
    assert_unchanged("429 Too Many Requests", headers, r#"{"error":{"message":"slow down"}}"#).await;
}

#[tokio::test]
async fn a_500_with_a_page_is_unchanged() {
    assert_unchanged("500 Internal Server Error", "content-type: text/html\r\n", "<h1>Oh no</h1>\n").await;
}

#[tokio::test]
async fn an_error_status_with_a_stream_is_unchanged() {
    let headers = "content-type: text/event-stream\r\n";
    assert_unchanged("503 Service Unavailable", headers, "data: {\"error\":{\"code\":\"busy\"}}\n\n").await;
}

#[tokio::test]
async fn a_stream_of_another_content_type_is_unchanged() {
    let events = "data: {\"choices\":[]}\n\ndata: [DONE]\n\n";
    assert_unchanged("200 OK", "content-type: text/plain\r\n", events).await;
    assert_unchanged("200 OK", "content-type: text/event-stream-not\r\n", events).await;
    assert_unchanged("200 OK", "x-no-type: 1\r\n", events).await;
}

#[tokio::test]
async fn a_stream_of_an_unknown_content_encoding_is_unchanged() {
    let headers = "content-type: text/event-stream\r\ncontent-encoding: snappy\r\netag: \"1\"\r\n";
    assert_unchanged("200 OK", headers, "whatever this is").await;
}

#[tokio::test]
async fn a_stream_of_several_content_encodings_is_unchanged() {
    let headers = "content-type: text/event-stream\r\ncontent-encoding: gzip, br\r\n";
    assert_unchanged("200 OK", headers, "whatever this is").await;
}

#[tokio::test]
async fn an_error_event_at_the_end_of_a_stream_is_unchanged() {
    let events =
        [chat(2).concat().as_str(), "event: error\ndata: {\"error\":{\"type\":\"overloaded\"}}\n\n"].concat();
    let answer = events.clone();
    let upstream = router(axum::Router::new().fallback(move || async move {
        Response::builder()
            .header("content-type", "text/event-stream")
            .body(axum::body::Body::from(answer))
            .unwrap()
    }))
    .await;
    let chain = Chain::new(&upstream).await;
    for server in chain.both() {
        let answer = get_chat(server.address, "").await;
        assert_eq!((answer.text(), answer.complete), (events.clone(), true));
    }
}

/// Returns the `Location` headers that clients of both proxies receive if the upstream sends this one.
async fn locations_of_clients(
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
    let chain = Chain::with(ServeConfig::new(upstream.url(path).parse().unwrap())).await;
    let mut locations = Vec::new();
    for server in chain.both() {
        let answer = get_chat(server.address, "").await;
        assert_eq!((answer.status(), answer.text()), (307, "moved".to_owned()));
        locations
            .extend(answer.head.lines().find_map(|line| line.strip_prefix("location: ").map(str::to_owned)));
    }
    locations
}

#[tokio::test]
async fn a_redirect_within_the_upstream_is_rewritten() {
    let within = |host: &str| format!("http://{host}/base/v2?a=b");
    assert_eq!(locations_of_clients(within, "/base").await, ["/v2?a=b", "/v2?a=b"]);
}

#[tokio::test]
async fn a_redirect_elsewhere_is_unchanged() {
    for other in ["https://other.example/v2", "//other.example/v2"] {
        assert_eq!(locations_of_clients(|_| other.to_owned(), "").await, [other, other]);
    }
    let outside = |host: &str| format!("http://{host}/elsewhere");
    let locations = locations_of_clients(outside, "/base").await;
    assert!(locations.iter().all(|location| location.starts_with("http://127.0.0.1:")), "{locations:?}");
}
