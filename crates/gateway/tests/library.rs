//! The layers in servers and clients of one's own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use axum::routing::post;
use axum::{Router, body::Body, http::Request};
use common::{client, router};
use http_body_util::BodyExt;
use tokenwire_gateway::{DecodeLayer, EncodeLayer, Offer, STREAM};
use tower::{ServiceBuilder, ServiceExt};

const EVENTS: &str = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Two\"}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" ships\"}}]}\n\ndata: [DONE]\n\n";

async fn chat() -> ([(&'static str, &'static str); 1], &'static str) {
    ([("content-type", "text/event-stream")], EVENTS)
}

fn app() -> Router {
    Router::new().route("/chat", post(chat)).layer(EncodeLayer::new())
}

#[tokio::test]
async fn a_client_with_the_middleware_reads_events_that_travelled_as_a_stream() {
    let server = router(app()).await;
    let asked = reqwest_middleware::ClientBuilder::new(client()).with(DecodeLayer::default()).build();
    let answer = asked.post(server.url("/chat")).header("accept", "text/event-stream").send().await.unwrap();
    assert_eq!(answer.url().as_str(), server.url("/chat"));
    assert_eq!(
        (answer.status(), &answer.headers()["content-type"]),
        (http::StatusCode::OK, &"text/event-stream".parse().unwrap())
    );
    assert!(answer.headers()["cache-control"] == "no-transform", "it did not travel as a stream");
    assert_eq!(answer.text().await.unwrap(), EVENTS);
}

#[tokio::test]
async fn both_layers_around_one_service_are_as_none() {
    let service = ServiceBuilder::new().layer(DecodeLayer::new(&Offer::default())).service(app());
    let request = Request::post("/chat").body(Body::empty()).unwrap();
    let answer = service.oneshot(request).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), EVENTS);
}

#[tokio::test]
async fn an_offer_of_nothing_that_is_known_gets_events() {
    for accept in [format!("{STREAM};tables=99"), format!("{STREAM};v=7"), "text/event-stream".into()] {
        let request = Request::post("/chat").header("accept", &accept).body(Body::empty()).unwrap();
        let answer = app().oneshot(request).await.unwrap();
        assert_eq!(
            (&answer.headers()["content-type"], &answer.headers()["vary"]),
            (&"text/event-stream".parse().unwrap(), &"Accept".parse().unwrap())
        );
        assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), EVENTS);
    }
}

#[tokio::test]
async fn a_table_that_is_offered_is_the_one_that_is_taken() {
    for (table, first) in [(1, [0xc2, 1]), (8, [0xc2, 8])] {
        let request =
            Request::post("/chat").header("accept", format!("{STREAM};tables={table}")).body(Body::empty());
        let answer = app().oneshot(request.unwrap()).await.unwrap();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(bytes[..2], first);
    }
}
