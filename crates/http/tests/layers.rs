//! Tests the layers in a server and in clients.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use axum::routing::post;
use axum::{Router, body::Body};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use http_body::Body as _;
use http_body_util::{BodyExt, Full};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokenwire_http::media_type::STREAM;
use tokenwire_http::{Counts, DecodeLayer, EncodeLayer, Observer, Offer, Outcome};
use tokio::net::TcpListener;
use tower::{ServiceBuilder, ServiceExt};

const EVENTS: &str = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Two\"}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" ships\"}}]}\n\ndata: [DONE]\n\n";

async fn chat() -> ([(&'static str, &'static str); 1], &'static str) {
    ([("content-type", "text/event-stream")], EVENTS)
}

fn app() -> Router {
    Router::new().route("/chat", post(chat)).layer(EncodeLayer::new())
}

/// Serves the app on loopback until the test's runtime ends.
async fn server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app()).await.unwrap() });
    address
}

fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

#[tokio::test]
async fn the_middleware_decodes_a_token_stream() {
    let url = format!("http://{}/chat", server().await);
    let client = reqwest_middleware::ClientBuilder::new(client()).with(DecodeLayer::new()).build();
    let response = client.post(&url).header("accept", "text/event-stream").send().await.unwrap();
    assert_eq!(response.url().as_str(), url);
    assert_eq!(
        (response.status(), &response.headers()["content-type"]),
        (http::StatusCode::OK, &"text/event-stream".parse().unwrap())
    );
    assert!(response.headers()["cache-control"] == "no-transform", "the response was not a token stream");
    assert_eq!(response.text().await.unwrap(), EVENTS);
}

#[tokio::test]
async fn both_layers_around_one_service_restore_its_response() {
    let service = ServiceBuilder::new().layer(DecodeLayer::new().with_offer(&Offer::new())).service(app());
    let request = Request::post("/chat").body(Body::empty()).unwrap();
    let response = service.oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), EVENTS);
}

#[tokio::test]
async fn an_unusable_offer_receives_events() {
    for accept in [format!("{STREAM};tables=99"), format!("{STREAM};v=7"), "text/event-stream".into()] {
        let request = Request::post("/chat").header("accept", &accept).body(Body::empty()).unwrap();
        let response = app().oneshot(request).await.unwrap();
        assert_eq!(
            (&response.headers()["content-type"], &response.headers()["vary"]),
            (&"text/event-stream".parse().unwrap(), &"Accept".parse().unwrap())
        );
        assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), EVENTS);
    }
}

#[tokio::test]
async fn the_stream_is_written_with_an_offered_table() {
    for (table, first) in [(1, [0xc2, 1]), (8, [0xc2, 8])] {
        let request =
            Request::post("/chat").header("accept", format!("{STREAM};tables={table}")).body(Body::empty());
        let response = app().oneshot(request.unwrap()).await.unwrap();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        assert_eq!(bytes[..2], first);
    }
}

#[tokio::test]
async fn trailers_follow_the_events() {
    let app = tower::service_fn(|_: Request<Body>| async {
        let trailers =
            HeaderMap::from_iter([(HeaderName::from_static("x-sum"), HeaderValue::from_static("7"))]);
        let body = Full::from(EVENTS).with_trailers(async { Some(Ok(trailers)) });
        let response = Response::builder().header("content-type", "text/event-stream").body(Body::new(body));
        Ok::<_, Infallible>(response.unwrap())
    });
    let service = ServiceBuilder::new().layer(DecodeLayer::new()).layer(EncodeLayer::new()).service(app);
    let response = service.oneshot(Request::new(Body::empty())).await.unwrap();
    assert_eq!(response.headers()["cache-control"], "no-transform");
    let collected = response.into_body().collect().await.unwrap();
    assert_eq!(collected.trailers().unwrap()["x-sum"], "7");
    assert_eq!(collected.to_bytes(), EVENTS);
}

/// A response that is not encoded has the length of the service's body.
#[tokio::test]
async fn the_length_of_an_unchanged_body_is_known() {
    let app =
        tower::service_fn(|_: Request<Body>| async { Ok::<_, Infallible>(Response::new(Body::from("{}"))) });
    let service = ServiceBuilder::new().layer(DecodeLayer::new()).layer(EncodeLayer::new()).service(app);
    let response = service.oneshot(Request::new(Body::empty())).await.unwrap();
    assert_eq!(response.body().size_hint().exact(), Some(2));
    assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), "{}");
}

/// An observer that records the reports of a layer.
#[derive(Debug, Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Observer for Log {
    fn on_start(&self) {
        self.0.lock().unwrap().push("start".into());
    }

    fn on_end(&self, outcome: Outcome, total: Counts, _: Duration) {
        let Counts { event_bytes, tokens, .. } = total;
        self.0.lock().unwrap().push(format!("{outcome:?} {event_bytes} {tokens}"));
    }
}

#[tokio::test]
async fn both_layers_report_their_streams() {
    let (encoded, decoded) = (Log::default(), Log::default());
    let app =
        Router::new().route("/chat", post(chat)).layer(EncodeLayer::new().with_observer(encoded.clone()));
    let service = ServiceBuilder::new().layer(DecodeLayer::new().with_observer(decoded.clone())).service(app);
    let request = || Request::post("/chat").body(Body::empty()).unwrap();
    let response = service.clone().oneshot(request()).await.unwrap();
    response.into_body().collect().await.unwrap();
    let complete = format!("Complete {} 2", EVENTS.len());
    for log in [&encoded, &decoded] {
        assert_eq!(*log.0.lock().unwrap(), ["start", &complete]);
    }
    drop(service.oneshot(request()).await.unwrap());
    assert_eq!(decoded.0.lock().unwrap()[3], "Canceled 0 0");
}
