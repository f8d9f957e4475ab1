//! Documents as request bodies: the server's side.

use crate::fault::Fault;
use crate::metrics::Metrics;
use crate::negotiation::{ACCEPT_POST, Accept, CONTENT_TYPE, DOCUMENT};
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE as TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use std::sync::Arc;
use tokenwire::{Document, Error};
use tokio::sync::Semaphore;

/// Reads documents, a few at a time: one may stand for many times its size.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    turns: Arc<Semaphore>,
    most: usize,
    metrics: Metrics,
}

impl Reader {
    pub(crate) fn new(most: usize, metrics: Metrics) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { turns: Arc::new(Semaphore::new(cores)), most, metrics }
    }

    /// The text of a document.
    async fn text(&self, document: Bytes) -> Result<Vec<u8>, Fault> {
        let (_turn, most) = (self.turns.acquire().await, self.most);
        let read = move || Document::open(&document)?.with_limit(most).decode_bytes();
        let text = tokio::task::spawn_blocking(read).await;
        text.map_err(|_| Fault::bad_request("the document was not read"))?.map_err(|error| fault(&error))
    }

    /// The request with its document read.
    async fn read(&self, request: Request) -> Result<Request, Fault> {
        let (mut head, body) = request.into_parts();
        if head.headers.contains_key(CONTENT_ENCODING) {
            return Err(Fault::unsupported("a document has no Content-Encoding"));
        }
        let document = to_bytes(body, self.most).await.map_err(|_| Fault::too_large(self.most))?;
        let text = self.text(document).await?;
        let json = HeaderValue::from_static("application/json");
        let before = head.headers.remove(CONTENT_TYPE).unwrap_or(json);
        head.headers.insert(TYPE, before);
        head.headers.insert(CONTENT_LENGTH, text.len().into());
        Ok(Request::from_parts(head, Body::from(text)))
    }
}

/// Another table may be there where the client goes next; what is corrupt is so everywhere.
fn fault(error: &Error) -> Fault {
    let message = format!("the document cannot be read: {error}");
    match error {
        Error::OtherTable { .. } | Error::Unsupported { .. } | Error::UnknownName { .. } => {
            Fault::unsupported(message)
        }
        _ => Fault::bad_request(message),
    }
}

/// Sends documents on as what they stand for, and says that it does.
pub(crate) async fn read(State(reader): State<Reader>, request: Request, next: Next) -> Response {
    let offered = request.extensions().get::<Accept>().is_some();
    let read = if is_document(request.headers()) { reader.read(request).await } else { Ok(request) };
    let mut response = match read {
        Ok(request) => next.run(request).await,
        Err(fault) => fault.answer(&reader.metrics),
    };
    if offered || response.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE {
        response.headers_mut().insert(ACCEPT_POST, HeaderValue::from_static(DOCUMENT));
    }
    response
}

fn is_document(headers: &HeaderMap) -> bool {
    let content_type = headers.get(TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(DOCUMENT)
}
