//! Documents as request bodies: the client's side.

use crate::negotiation::{ACCEPT_POST, CONTENT_TYPE, DOCUMENT};
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE as TYPE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokenwire::{DocumentWriter, Encoding};

/// What the far side is known to take.
#[derive(Debug, Clone, Default)]
pub(crate) struct Writer {
    documents: Arc<AtomicBool>,
}

impl Writer {
    /// What an answer says of documents: that they are welcome, or, by refusing one without that, that they are not.
    fn learn(&self, response: &Response) {
        let said = response.headers().get(ACCEPT_POST).is_some_and(|types| types == DOCUMENT);
        if said || response.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE {
            self.documents.store(said, Ordering::Relaxed);
        }
    }
}

/// The most bytes of a body that are held to become a document.
const MOST: usize = 4 << 20;

/// The least that are worth it.
const LEAST: usize = 64;

/// Sends JSON as a document where the far side said that it takes that; what it then refuses as such, once more as it was.
pub(crate) async fn write(State(writer): State<Writer>, request: Request, next: Next) -> Response {
    let known = writer.documents.load(Ordering::Relaxed);
    let response = if known && is_worth_it(request.method(), request.headers()) {
        written(&writer, request, next).await
    } else {
        next.run(request).await
    };
    writer.learn(&response);
    response
}

async fn written(writer: &Writer, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let bytes = match to_bytes(body, MOST).await {
        Ok(bytes) => bytes,
        // The client broke off, so nobody waits for an answer.
        Err(error) => return crate::fault::Fault::bad_request(error.to_string()).response(),
    };
    let plain = || Request::from_parts(head.clone(), Body::from(bytes.clone()));
    let Some(document) = document(bytes.clone()).await else { return next.run(plain()).await };
    let again = next.clone();
    let head = as_document(head.clone(), document.len());
    let response = next.run(Request::from_parts(head, Body::from(document))).await;
    if response.status() != StatusCode::UNSUPPORTED_MEDIA_TYPE {
        return response;
    }
    writer.learn(&response);
    again.run(plain()).await
}

/// If that is smaller.
async fn document(bytes: Bytes) -> Option<Vec<u8>> {
    let len = bytes.len();
    let written = move || DocumentWriter::new(Encoding::O200kBase).encode_text(&bytes);
    let document = tokio::task::spawn_blocking(written).await.ok()?.ok()?;
    (document.len() < len).then_some(document)
}

fn as_document(mut head: Parts, len: usize) -> Parts {
    head.headers.insert(CONTENT_LENGTH, len.into());
    if let Some(before) = head.headers.insert(TYPE, HeaderValue::from_static(DOCUMENT)) {
        head.headers.insert(CONTENT_TYPE, before);
    }
    head
}

fn is_worth_it(method: &Method, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let json = text(TYPE).is_some_and(|value| value.to_ascii_lowercase().starts_with("application/json"));
    let len = text(CONTENT_LENGTH).and_then(|value| value.parse().ok());
    let fits = len.is_some_and(|len| (LEAST..=MOST).contains(&len));
    method == Method::POST && json && fits && !headers.contains_key(CONTENT_ENCODING)
}
