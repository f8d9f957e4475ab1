//! Decoding documents in request bodies, for `serve`.

use crate::error::{Error, ErrorKind};
use crate::metrics::Metrics;
use crate::proxy::error_response;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use std::sync::Arc;
use tokenwire::{Document, ErrorKind as Kind};
use tokenwire_http::{Accept, header, media_type};
use tokio::sync::Semaphore;

/// Decodes at most one document per core at a time. A small document can decode to a large text, so the number of
/// requests does not bound the work.
#[derive(Debug, Clone)]
pub(crate) struct DocumentDecoder {
    permits: Arc<Semaphore>,
    max_bytes: usize,
    metrics: Metrics,
}

impl DocumentDecoder {
    pub(crate) fn new(max_bytes: usize, metrics: Metrics) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { permits: Arc::new(Semaphore::new(cores)), max_bytes, metrics }
    }

    /// Returns the request with the text of its document as the body.
    async fn decode_request(&self, request: Request) -> Result<Request, Error> {
        let (mut head, body) = request.into_parts();
        if head.headers.contains_key(CONTENT_ENCODING) {
            let message =
                "a document must not have a Content-Encoding: send it without one, it is compressed already";
            return Err(Error::new(ErrorKind::UnsupportedDocument, message));
        }
        let document = to_bytes(body, self.max_bytes).await.map_err(|_| Error::too_large(self.max_bytes))?;
        let text = self.decode_document(document).await?;
        let json = HeaderValue::from_static("application/json");
        let content_type = head.headers.remove(header::CONTENT_TYPE).unwrap_or(json);
        head.headers.insert(CONTENT_TYPE, content_type);
        head.headers.insert(CONTENT_LENGTH, text.len().into());
        Ok(Request::from_parts(head, Body::from(text)))
    }

    async fn decode_document(&self, document: Bytes) -> Result<Vec<u8>, Error> {
        let (_permit, max_bytes) = (self.permits.acquire().await, self.max_bytes);
        let decode = move || Document::open(&document)?.with_max_size(max_bytes).decode_bytes();
        let text = tokio::task::spawn_blocking(decode).await;
        text.map_err(|_| Error::bad_request("decoding the request's document failed: send the body as JSON"))?
            .map_err(|error| describe(&error))
    }
}

/// Describes why a document cannot be decoded. Distinguishes unsupported documents, which another server might
/// decode, from malformed ones.
fn describe(error: &tokenwire::Error) -> Error {
    let message = format!("the request's document cannot be decoded: {error}");
    match error.kind() {
        Kind::WrongTable | Kind::Unsupported | Kind::UnknownName => {
            Error::new(ErrorKind::UnsupportedDocument, format!("{message}, or send the body as JSON"))
        }
        _ => Error::bad_request(message),
    }
}

/// Replaces documents with their text before requests are forwarded, and advertises in answers that documents are
/// accepted.
pub(crate) async fn decode(State(decoder): State<DocumentDecoder>, request: Request, next: Next) -> Response {
    let knows_token_streams = request.extensions().get::<Accept>().is_some();
    let request =
        if is_document(request.headers()) { decoder.decode_request(request).await } else { Ok(request) };
    let mut response = match request {
        Ok(request) => next.run(request).await,
        Err(error) => error_response(&error, &decoder.metrics),
    };
    if knows_token_streams || response.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE {
        response.headers_mut().insert(header::ACCEPT_POST, HeaderValue::from_static(media_type::DOCUMENT));
    }
    response
}

fn is_document(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case(media_type::DOCUMENT)
}
