//! A request and its answer, from the headers of the one to the last byte of the other.

use crate::fault::Fault;
use crate::metrics::{Metrics, Trouble};
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

/// Lets so many requests in at a time.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    free: Arc<Semaphore>,
    most: usize,
    metrics: Metrics,
}

impl Gate {
    pub(crate) fn new(most: usize, metrics: Metrics) -> Self {
        let most = most.min(Semaphore::MAX_PERMITS);
        Self { free: Arc::new(Semaphore::new(most)), most, metrics }
    }
}

/// Lets a request in if there is room, and logs how it went. No header and no query is logged: they may hold keys.
pub(crate) async fn through(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    gate.metrics.request();
    let Ok(permit) = gate.free.clone().try_acquire_owned() else {
        return Fault::refused(gate.most).answer(&gate.metrics);
    };
    let mut exchange = Exchange::new(permit, gate.metrics, &request);
    let response = next.run(request).await;
    exchange.status = Some(response.status().as_u16());
    response.map(|body| Body::new(Held { body, exchange }))
}

/// Holds a place, and logs when it is given back; if that is before the answer's headers, the client left.
struct Exchange {
    _permit: OwnedSemaphorePermit,
    metrics: Metrics,
    begin: Instant,
    name: String,
    status: Option<u16>,
}

impl Exchange {
    fn new(permit: OwnedSemaphorePermit, metrics: Metrics, request: &Request) -> Self {
        let name = format!("{} {}", request.method(), request.uri().path());
        Self { _permit: permit, metrics, begin: Instant::now(), name, status: None }
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        let seconds = self.begin.elapsed().as_secs_f64();
        if let Some(status) = self.status {
            return tracing::info!(status, seconds, "{}", self.name);
        }
        self.metrics.trouble(Trouble::ClientLeft);
        tracing::info!(outcome = "client left", seconds, "{}", self.name);
    }
}

pin_project! {
    /// A body whose exchange lasts as long as it does.
    struct Held<B> {
        #[pin]
        body: B,
        exchange: Exchange,
    }
}

impl<B: http_body::Body<Data = Bytes>> http_body::Body for Held<B> {
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
