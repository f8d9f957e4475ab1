//! A running proxy: its service on one address, health and metrics for the operator on another.
//!
//! During shutdown the operator's address stays open the longest. A load balancer sees that the proxy is stopping,
//! and the last metrics can still be collected:
//!
//! ```text
//!                             proxy                             operator's address
//! running                     accepts connections               /healthz 200 "ok", /metrics
//! stop                        refuses new ones, drains          /healthz 503 "stopping", /metrics
//! all ended, or stop + grace  closed                            closed
//! ```
//!
//! [`listen`](crate::listen) describes how the proxy drains.

mod admin;
#[cfg(test)]
mod tests;

use crate::config::ProxyConfig;
use crate::listen::{ListenConfig, listen};
use crate::metrics::Metrics;
use admin::Health;
use bytes::Bytes;
use http::{Request, Response};
use hyper::body::Incoming;
use std::convert::Infallible;
use std::{future, sync::Arc};
use tokio::net::TcpListener;

/// Serves until `stop` resolves, and then until all open connections have ended or are cut. Serves health and metrics
/// on `admin` until then, always without TLS.
pub(crate) async fn operate<S, B>(
    listener: TcpListener,
    admin: Option<TcpListener>,
    service: S,
    metrics: &Metrics,
    config: &ProxyConfig,
    stop: impl Future<Output = ()>,
) where
    S: tower::Service<Request<Incoming>, Response = Response<B>, Error = Infallible>,
    S: Clone + Send + Sync + 'static,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes, Error: Into<tower::BoxError>> + Send + 'static,
{
    let health = Health::default();
    let router = admin::router(Arc::new(metrics.registry()), health.clone());
    let stop = async {
        stop.await;
        health.set_stopping();
    };
    tokio::select! {
        () = listen(listener, service, config.into(), stop) => {}
        () = serve_operator(admin, router) => {}
    }
}

/// Serves health and metrics. Never resolves.
async fn serve_operator(listener: Option<TcpListener>, router: axum::Router) {
    let config = ListenConfig::from(&ProxyConfig::default());
    match listener {
        Some(listener) => listen(listener, router, config, future::pending()).await,
        None => future::pending().await,
    }
}
