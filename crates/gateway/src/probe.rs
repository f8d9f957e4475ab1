//! The answer to the probe request that `tokenwire doctor` sends.

use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use std::convert::Infallible;
use tokenwire_http::{Accept, Offer, header, probe};
use tokio::time::sleep;

/// Answers a probe request on any path, and forwards all other requests.
pub(crate) async fn answer(request: Request, next: Next) -> Response {
    let is_probe = request.extensions().get::<Accept>().is_some_and(Accept::wants_probe);
    if is_probe { response() } else { next.run(request).await }
}

/// Returns the probe stream. Its events have fixed gaps, which a client compares with the gaps that it measures.
fn response() -> Response {
    let paced = stream::iter(probe::events()).then(|(gap, event)| async move {
        sleep(gap).await;
        Ok::<_, Infallible>(Bytes::from(event))
    });
    let mut response = Response::new(Body::from_stream(paced));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    if let Ok(offer) = HeaderValue::try_from(Offer::new().to_string()) {
        response.headers_mut().insert(header::OFFER, offer);
    }
    response
}
