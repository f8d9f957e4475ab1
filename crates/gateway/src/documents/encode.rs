//! Encoding JSON request bodies as documents, for `connect`.

use crate::error::Error;
use crate::proxy::uncounted_error_response;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokenwire::{DocumentWriter, Encoding};
use tokenwire_http::{header, media_type};

/// Remembers whether the server accepts documents. At first it assumes that the server does not.
#[derive(Debug, Clone, Default)]
pub(crate) struct DocumentEncoder {
    accepted: Arc<AtomicBool>,
}

impl DocumentEncoder {
    /// Updates `accepted` from an answer. An answer that advertises documents sets it; a 415 that does not advertise
    /// them clears it. All other answers leave it unchanged.
    fn learn(&self, response: &Response) {
        let advertised =
            response.headers().get(header::ACCEPT_POST).is_some_and(|types| types == media_type::DOCUMENT);
        if advertised || response.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE {
            self.accepted.store(advertised, Ordering::Relaxed);
        }
    }
}

/// The sizes of bodies that are encoded: large enough to become smaller, small enough to buffer.
const ENCODED_BYTES: RangeInclusive<usize> = 64..=MAX_BYTES;
const MAX_BYTES: usize = 4 << 20;

/// Sends JSON request bodies as documents to servers that advertise support. If the server rejects a document (415),
/// retries once with plain JSON.
pub(crate) async fn encode(State(encoder): State<DocumentEncoder>, request: Request, next: Next) -> Response {
    let accepted = encoder.accepted.load(Ordering::Relaxed);
    let response = if accepted && is_encodable(request.method(), request.headers()) {
        send_encoded(&encoder, request, next).await
    } else {
        next.run(request).await
    };
    encoder.learn(&response);
    response
}

/// Sends a request with its body as a document. If the server rejects the document, sends the request once more with
/// plain JSON.
async fn send_encoded(encoder: &DocumentEncoder, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let bytes = match to_bytes(body, MAX_BYTES).await {
        Ok(bytes) => bytes,
        // The client disconnected, so nobody receives this answer.
        Err(error) => {
            let message = format!("the request's body is truncated: {error}; send the request again");
            return uncounted_error_response(&Error::bad_request(message));
        }
    };
    let plain = || Request::from_parts(head.clone(), Body::from(bytes.clone()));
    let Some(document) = document(bytes.clone()).await else { return next.run(plain()).await };
    let retry = next.clone();
    let document_head = document_head(head.clone(), document.len());
    let response = next.run(Request::from_parts(document_head, Body::from(document))).await;
    if response.status() != StatusCode::UNSUPPORTED_MEDIA_TYPE {
        return response;
    }
    encoder.learn(&response);
    retry.run(plain()).await
}

/// Encodes a text as a document, or returns `None` if the document is not smaller.
async fn document(text: Bytes) -> Option<Vec<u8>> {
    let len = text.len();
    let encode = move || DocumentWriter::new(Encoding::O200kBase).encode_text(&*text);
    let document = tokio::task::spawn_blocking(encode).await.ok()?.ok()?;
    (document.len() < len).then_some(document)
}

/// Returns the head of a request whose body is a document of `len` bytes. The original content type moves to the
/// header `Tokenwire-Content-Type`.
fn document_head(mut head: Parts, len: usize) -> Parts {
    head.headers.insert(CONTENT_LENGTH, len.into());
    let document = HeaderValue::from_static(media_type::DOCUMENT);
    if let Some(content_type) = head.headers.insert(CONTENT_TYPE, document) {
        head.headers.insert(header::CONTENT_TYPE, content_type);
    }
    head
}

/// Returns whether a request is a POST of uncompressed JSON with a suitable length.
fn is_encodable(method: &Method, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let is_json =
        text(CONTENT_TYPE).is_some_and(|value| value.to_ascii_lowercase().starts_with("application/json"));
    let len = text(CONTENT_LENGTH).and_then(|value| value.parse().ok());
    let fits = len.is_some_and(|len| ENCODED_BYTES.contains(&len));
    method == Method::POST && is_json && fits && !headers.contains_key(CONTENT_ENCODING)
}
