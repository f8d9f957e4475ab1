//! Health and metrics. They have a separate address, so that they hide no path of the upstream.

use axum::extract::State;
use axum::http::{StatusCode, header::CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing::get};
use prometheus_client::{encoding::text::encode, registry::Registry};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Whether the proxy is draining. Clones share the value.
#[derive(Debug, Clone, Default)]
pub(super) struct Health(Arc<AtomicBool>);

impl Health {
    /// Makes `/healthz` answer with 503, so that load balancers send new requests elsewhere.
    pub(super) fn set_stopping(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Returns the routes `/healthz` and `/metrics`.
pub(super) fn router(registry: Arc<Registry>, health: Health) -> Router {
    Router::new()
        .route("/healthz", get(healthz).with_state(health))
        .route("/metrics", get(metrics).with_state(registry))
}

async fn healthz(State(Health(stopping)): State<Health>) -> (StatusCode, &'static str) {
    if stopping.load(Ordering::Relaxed) {
        (StatusCode::SERVICE_UNAVAILABLE, "stopping")
    } else {
        (StatusCode::OK, "ok")
    }
}

async fn metrics(State(registry): State<Arc<Registry>>) -> Response {
    let mut text = String::new();
    match encode(&mut text, &registry) {
        Ok(()) => ([(CONTENT_TYPE, OPEN_METRICS)], text).into_response(),
        Err(error) => {
            let message =
                format!("the metrics cannot be formatted: {error}; report this as a bug of tokenwire");
            (StatusCode::INTERNAL_SERVER_ERROR, message).into_response()
        }
    }
}
