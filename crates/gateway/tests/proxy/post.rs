//! Request bodies, which `connect` sends as documents if the server accepts them.

use crate::common::chain::Chain;
use crate::common::upstream::{PendingRequest, Upstream};
use crate::common::{Running, client, connect, connect_config, soon};
use axum::body::Body;
use axum::response::Response;
use tokenwire::Document;
use tokenwire_http::media_type::DOCUMENT;
use tokio::task::JoinHandle;

const JSON: &str =
    r#"{"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"Say hello to all."}]}"#;

/// Posts this body. Returns the status and the text of the answer.
fn post(local: &Running, body: &'static str) -> JoinHandle<(u16, String)> {
    let request =
        client().post(local.url("/v1/chat")).header("content-type", "application/json; charset=utf-8");
    tokio::spawn(async move {
        let answer = request.body(body).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    })
}

/// Asserts that a request has [`JSON`] as its body.
fn assert_plain(request: &PendingRequest) {
    assert_eq!((request.body.as_slice(), request.complete), (JSON.as_bytes(), true));
    assert_eq!(request.header("content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(request.header("content-length"), Some(JSON.len().to_string().as_str()));
    assert_eq!(request.header("tokenwire-content-type"), None);
}

/// Asserts that a request has a document of [`JSON`] as its body.
fn assert_document(request: &PendingRequest) {
    assert_eq!(Document::open(&request.body).unwrap().decode_text().unwrap(), JSON);
    assert!(request.body.len() < JSON.len());
    assert_eq!(request.header("content-type"), Some(DOCUMENT));
    assert_eq!(request.header("tokenwire-content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(request.header("content-length"), Some(request.body.len().to_string().as_str()));
}

/// Returns an answer that advertises documents.
fn advertising_answer(status: u16) -> Response {
    Response::builder().status(status).header("accept-post", DOCUMENT).body(Body::from("advertised")).unwrap()
}

/// Returns a server in place of the gateway, and a `connect` that has learned that the server accepts documents.
async fn server_that_accepts_documents() -> (Upstream, Running) {
    let mut gateway = Upstream::new().await;
    let local = connect(connect_config(&gateway.server)).await;
    let answer = post(&local, JSON);
    let request = gateway.request().await;
    assert_plain(&request);
    request.answer(advertising_answer(200));
    assert_eq!(soon(answer).await.unwrap(), (200, "advertised".into()));
    (gateway, local)
}

#[tokio::test]
async fn documents_are_sent_once_a_server_advertises_support() {
    let (mut gateway, local) = server_that_accepts_documents().await;
    for _ in 0..2 {
        let answer = post(&local, JSON);
        let request = gateway.request().await;
        assert_document(&request);
        request.answer(advertising_answer(200));
        assert_eq!(soon(answer).await.unwrap(), (200, "advertised".into()));
    }
}

#[tokio::test]
async fn a_rejected_document_is_retried_as_json() {
    let (mut gateway, local) = server_that_accepts_documents().await;
    let answer = post(&local, JSON);
    let request = gateway.request().await;
    assert_document(&request);
    request.answer(Response::builder().status(415).body(Body::empty()).unwrap());
    let request = gateway.request().await;
    assert_plain(&request);
    request.respond("retried");
    assert_eq!(soon(answer).await.unwrap(), (200, "retried".into()));
    let answer = post(&local, JSON);
    let request = gateway.request().await;
    assert_plain(&request);
    request.respond("plain");
    assert_eq!(soon(answer).await.unwrap().0, 200);
}

#[tokio::test]
async fn a_rejected_retry_is_returned_to_the_client() {
    let (mut gateway, local) = server_that_accepts_documents().await;
    let answer = post(&local, JSON);
    gateway.request().await.answer(advertising_answer(415));
    let retry = gateway.request().await;
    assert_plain(&retry);
    retry.answer(advertising_answer(415));
    assert_eq!(soon(answer).await.unwrap(), (415, "advertised".into()));
    assert!(gateway.unexpected().is_empty());
}

#[tokio::test]
async fn bodies_that_are_small_compressed_or_not_json_are_sent_unchanged() {
    let (mut gateway, local) = server_that_accepts_documents().await;
    let compressed = [("content-type", "application/json"), ("content-encoding", "gzip")];
    for headers in [&[("content-type", "text/plain")][..], &compressed, &[]] {
        let mut request = client().post(local.url("/")).body(JSON);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        tokio::spawn(request.send());
        assert_eq!(gateway.request().await.body, JSON.as_bytes());
    }
    let _small = post(&local, "{}");
    assert_eq!(gateway.request().await.body, b"{}");
}

#[tokio::test]
async fn the_upstream_receives_the_same_body_with_and_without_documents() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for _ in 0..3 {
        let answer = post(&chain.local, JSON);
        let request = upstream.request().await;
        assert_plain(&request);
        request.respond("ok");
        assert_eq!(soon(answer).await.unwrap(), (200, "ok".into()));
    }
}

#[tokio::test]
async fn documents_can_be_turned_off() {
    let mut gateway = Upstream::new().await;
    let local = connect(connect_config(&gateway.server).with_documents(false)).await;
    for _ in 0..2 {
        let answer = post(&local, JSON);
        let request = gateway.request().await;
        assert_plain(&request);
        request.answer(advertising_answer(200));
        assert_eq!(soon(answer).await.unwrap().0, 200);
    }
}
