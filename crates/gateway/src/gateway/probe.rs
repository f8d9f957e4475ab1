//! What a gateway says of itself: a few made-up events, at an even pace.

use crate::negotiation::{Accept, OFFER, Offer};
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use std::convert::Infallible;
use std::time::Duration;
use tokio::time::sleep;

/// Between two events.
pub(crate) const GAP: Duration = Duration::from_millis(100);

/// What the events say, a token each.
pub(crate) const WORDS: [&str; 10] =
    ["Every", " word", " of", " this", " left", " a", " tenth", " second", " apart", "."];

/// Answers who asks for a probe, whatever the path.
pub(crate) async fn answer(request: Request, next: Next) -> Response {
    let asked = request.extensions().get::<Accept>().is_some_and(|accept| accept.probe);
    if asked { probe() } else { next.run(request).await }
}

fn probe() -> Response {
    let paced = stream::iter(events()).then(|(gap, event)| async move {
        sleep(gap).await;
        Ok::<_, Infallible>(Bytes::from(event))
    });
    let mut response = Response::new(Body::from_stream(paced));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    if let Ok(offer) = HeaderValue::try_from(Offer::default().to_string()) {
        response.headers_mut().insert(OFFER, offer);
    }
    response
}

/// The events, in the shape of a chat completion's, and how long it is since the one before.
pub(crate) fn events() -> impl Iterator<Item = (Duration, String)> + Send {
    let first = (Duration::ZERO, event(r#"{"role":"assistant","content":""}"#));
    let words = WORDS.into_iter().map(|word| (GAP, event(&format!(r#"{{"content":"{word}"}}"#))));
    std::iter::once(first).chain(words)
}

fn event(delta: &str) -> String {
    format!(
        "data: {{\"id\":\"chatcmpl-probe\",\"object\":\"chat.completion.chunk\",\"created\":0,\"model\":\"gpt-4o\",\
         \"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":null}}]}}\n\n"
    )
}
