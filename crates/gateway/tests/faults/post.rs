//! Request bodies that `connect` sends as documents.

use crate::common::chain::Chain;
use crate::common::upstream::{Asked, Upstream};
use crate::common::{Running, client, connect, connect_config, soon};
use axum::body::Body;
use axum::response::Response;
use tokenwire::Document;
use tokenwire_gateway::DOCUMENT;
use tokio::task::JoinHandle;

const JSON: &str =
    r#"{"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"Say hello to all."}]}"#;

/// A client that posts this.
fn post(near: &Running, body: &'static str) -> JoinHandle<(u16, String)> {
    let request =
        client().post(near.url("/v1/chat")).header("content-type", "application/json; charset=utf-8");
    tokio::spawn(async move {
        let answer = request.body(body).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    })
}

fn assert_plain(asked: &Asked) {
    assert_eq!((asked.body.as_slice(), asked.whole), (JSON.as_bytes(), true));
    assert_eq!(asked.header("content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(asked.header("content-length"), Some(JSON.len().to_string().as_str()));
    assert_eq!(asked.header("tokenwire-content-type"), None);
}

fn assert_document(asked: &Asked) {
    assert_eq!(Document::open(&asked.body).unwrap().decode_text().unwrap(), JSON);
    assert!(asked.body.len() < JSON.len());
    assert_eq!(asked.header("content-type"), Some(DOCUMENT));
    assert_eq!(asked.header("tokenwire-content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(asked.header("content-length"), Some(asked.body.len().to_string().as_str()));
}

/// What a server says that takes documents.
fn takes(status: u16) -> Response {
    Response::builder().status(status).header("accept-post", DOCUMENT).body(Body::from("said")).unwrap()
}

/// Someone in the gateway's place, and a client's side that knows that documents are welcome.
async fn learned() -> (Upstream, Running) {
    let mut gateway = Upstream::new().await;
    let near = connect(connect_config(&gateway.server)).await;
    let answer = post(&near, JSON);
    let asked = gateway.asked().await;
    assert_plain(&asked);
    asked.answer(takes(200));
    assert_eq!(soon(answer).await.unwrap(), (200, "said".into()));
    (gateway, near)
}

#[tokio::test]
async fn after_an_answer_that_says_so_documents_go() {
    let (mut gateway, near) = learned().await;
    for _ in 0..2 {
        let answer = post(&near, JSON);
        let asked = gateway.asked().await;
        assert_document(&asked);
        asked.answer(takes(200));
        assert_eq!(soon(answer).await.unwrap(), (200, "said".into()));
    }
}

#[tokio::test]
async fn what_is_refused_goes_once_more_as_it_was() {
    let (mut gateway, near) = learned().await;
    let answer = post(&near, JSON);
    let asked = gateway.asked().await;
    assert_document(&asked);
    asked.answer(Response::builder().status(415).body(Body::empty()).unwrap());
    let asked = gateway.asked().await;
    assert_plain(&asked);
    asked.say("as it was");
    assert_eq!(soon(answer).await.unwrap(), (200, "as it was".into()));
    let answer = post(&near, JSON);
    let asked = gateway.asked().await;
    assert_plain(&asked);
    asked.say("from now on");
    assert_eq!(soon(answer).await.unwrap().0, 200);
}

#[tokio::test]
async fn what_is_refused_as_it_was_is_the_clients() {
    let (mut gateway, near) = learned().await;
    let answer = post(&near, JSON);
    gateway.asked().await.answer(takes(415));
    let again = gateway.asked().await;
    assert_plain(&again);
    again.answer(takes(415));
    assert_eq!(soon(answer).await.unwrap(), (415, "said".into()));
    assert!(gateway.others().is_empty());
}

#[tokio::test]
async fn what_is_no_json_or_small_goes_as_it_is() {
    let (mut gateway, near) = learned().await;
    let packed = [("content-type", "application/json"), ("content-encoding", "gzip")];
    for headers in [&[("content-type", "text/plain")][..], &packed, &[]] {
        let mut request = client().post(near.url("/")).body(JSON);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        tokio::spawn(request.send());
        assert_eq!(gateway.asked().await.body, JSON.as_bytes());
    }
    let _small = post(&near, "{}");
    assert_eq!(gateway.asked().await.body, b"{}");
}

#[tokio::test]
async fn the_upstream_sees_the_same_either_way() {
    let mut upstream = Upstream::new().await;
    let chain = Chain::new(&upstream.server).await;
    for _ in 0..3 {
        let answer = post(&chain.near, JSON);
        let asked = upstream.asked().await;
        assert_plain(&asked);
        asked.say("ok");
        assert_eq!(soon(answer).await.unwrap(), (200, "ok".into()));
    }
}

#[tokio::test]
async fn who_wants_none_sends_none() {
    let mut gateway = Upstream::new().await;
    let mut config = connect_config(&gateway.server);
    config.documents = false;
    let near = connect(config).await;
    for _ in 0..2 {
        let answer = post(&near, JSON);
        let asked = gateway.asked().await;
        assert_plain(&asked);
        asked.answer(takes(200));
        assert_eq!(soon(answer).await.unwrap().0, 200);
    }
}
