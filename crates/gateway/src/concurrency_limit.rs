//! The limit of concurrent requests, and the log line of each request.
//!
//! A request occupies its place until the last byte of its answer, not only until the headers: a streamed answer has
//! its headers after milliseconds, but continues for minutes. The answer's body therefore owns the permit. However
//! the answer ends (it is complete, the server breaks off, or the client disconnects), hyper drops the body, and the
//! permit is released. With a limit of one request:
//!
//! ```text
//! request A   accepted   headers   first event   ...   last byte: permit released, log line written
//! request B                 503 (gateway_busy)                                               B retries: accepted
//! ```

use crate::error::{Error, ErrorKind};
use crate::metrics::{ErrorLabel, Metrics};
use crate::proxy::error_response;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use pin_project_lite::pin_project;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Limits concurrent requests, each from its headers to the last byte of its answer.
#[derive(Debug, Clone)]
pub(crate) struct ConcurrencyLimit {
    permits: Arc<Semaphore>,
    limit: usize,
    metrics: Metrics,
}

impl ConcurrencyLimit {
    pub(crate) fn new(limit: usize, metrics: Metrics) -> Self {
        let limit = limit.min(Semaphore::MAX_PERMITS);
        Self { permits: Arc::new(Semaphore::new(limit)), limit, metrics }
    }

    fn error(&self) -> Error {
        let limit = self.limit;
        Error::new(
            ErrorKind::Busy,
            format!(
                "this proxy already serves {limit} concurrent requests, its limit: try again in a moment"
            ),
        )
    }
}

/// Refuses requests over the limit, and logs all others. The log contains no headers and queries, which may include
/// API keys.
pub(crate) async fn limit(State(limit): State<ConcurrencyLimit>, request: Request, next: Next) -> Response {
    limit.metrics.count_request();
    let Ok(permit) = limit.permits.clone().try_acquire_owned() else {
        return error_response(&limit.error(), &limit.metrics);
    };
    let mut exchange = Exchange::new(permit, limit.metrics, &request);
    let response = next.run(request).await;
    exchange.status = Some(response.status().as_u16());
    response.map(|body| Body::new(ExchangeBody { body, exchange }))
}

/// A request and its answer. Dropping it releases the permit and writes the log line.
struct Exchange {
    _permit: OwnedSemaphorePermit,
    metrics: Metrics,
    start: Instant,
    /// The method and the path.
    name: String,
    /// The status of the answer, or `None` until its headers arrive. If it is `None` at the end, the client
    /// disconnected first.
    status: Option<u16>,
}

impl Exchange {
    fn new(permit: OwnedSemaphorePermit, metrics: Metrics, request: &Request) -> Self {
        let name = format!("{} {}", request.method(), request.uri().path());
        Self { _permit: permit, metrics, start: Instant::now(), name, status: None }
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        let seconds = self.start.elapsed().as_secs_f64();
        if let Some(status) = self.status {
            return tracing::info!(status, seconds, "{}", self.name);
        }
        self.metrics.count_error(ErrorLabel::ClientLeft);
        tracing::info!(outcome = "client left", seconds, "{}", self.name);
    }
}

pin_project! {
    /// A body that owns its exchange, so that the exchange ends with the body.
    struct ExchangeBody<B> {
        #[pin]
        body: B,
        exchange: Exchange,
    }
}

impl<B: http_body::Body<Data = Bytes>> http_body::Body for ExchangeBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        self.project().body.poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
