//! A proxy in operation: its service on one address, what the operator asks on another.

#[cfg(test)]
mod tests;

use crate::admin::{self, Health};
use crate::config::ProxyConfig;
use crate::listen::listen;
use crate::metrics::Metrics;
use bytes::Bytes;
use http::{Request, Response};
use hyper::body::Incoming;
use prometheus_client::registry::Registry;
use std::convert::Infallible;
use std::{future, io, sync::Arc};
use tokio::net::TcpListener;

/// Serves until `stop` and until what was open then has ended. The operator is answered up to the end, on the address
/// `admin` and always without TLS.
///
/// # Errors
/// If the certificate or its key cannot be used.
pub(crate) async fn operate<S, B>(
    listener: TcpListener,
    admin: Option<TcpListener>,
    service: S,
    metrics: &Metrics,
    config: &ProxyConfig,
    stop: impl Future<Output = ()>,
) -> io::Result<()>
where
    S: tower::Service<Request<Incoming>, Response = Response<B>, Error = Infallible>,
    S: Clone + Send + Sync + 'static,
    S::Future: Send + 'static,
    B: http_body::Body<Data = Bytes, Error: Into<tower::BoxError>> + Send + 'static,
{
    let (health, mut registry) = (Health::default(), Registry::default());
    metrics.register(&mut registry);
    let router = admin::router(Arc::new(registry), health.clone());
    let stop = async {
        stop.await;
        health.stop();
    };
    tokio::select! {
        ended = listen(listener, service, config.into(), stop) => ended,
        ended = operator(admin, router) => ended,
    }
}

/// Never ends by itself.
async fn operator(listener: Option<TcpListener>, router: axum::Router) -> io::Result<()> {
    let plain = ProxyConfig::default();
    match listener {
        Some(listener) => listen(listener, router, (&plain).into(), future::pending()).await,
        None => future::pending().await,
    }
}
