//! What stands around a proxy's forwarding: room, probes, documents.

pub(crate) mod exchange;
pub(crate) mod probe;
pub(crate) mod received;
pub(crate) mod sent;

use crate::metrics::Metrics;
use crate::proxy::Forward;
use axum::extract::{Request, State};
use axum::response::Response;

/// Where requests go on, and where what goes wrong is counted.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    pub(crate) forward: Forward,
    pub(crate) metrics: Metrics,
}

/// Sends a request on.
pub(crate) async fn forward(State(way): State<Way>, request: Request) -> Response {
    match way.forward.send(request).await {
        Ok(response) => response,
        Err(fault) => {
            tracing::warn!("{fault}");
            fault.answer(&way.metrics)
        }
    }
}
