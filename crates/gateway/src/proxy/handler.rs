//! The handler of all requests, which forwards them.

use super::error_response::{error_response, status_and_code};
use super::forward::Forward;
use crate::metrics::Metrics;
use axum::extract::{Request, State};
use axum::response::Response;

/// The state of the handler.
#[derive(Debug, Clone)]
pub(crate) struct ProxyState {
    pub(crate) forward: Forward,
    pub(crate) metrics: Metrics,
}

/// Forwards a request and returns the server's answer, or an answer that describes the error.
pub(crate) async fn forward(State(proxy): State<ProxyState>, request: Request) -> Response {
    match proxy.forward.send(request).await {
        Ok(response) => response,
        Err(error) => {
            tracing::warn!("{}: {error}", status_and_code(error.kind()).1);
            error_response(&error, &proxy.metrics)
        }
    }
}
