//! `tokenwire connect`: the proxy beside the client.

use crate::concurrency_limit::{ConcurrencyLimit, limit};
use crate::config::ConnectConfig;
use crate::documents::{self, DocumentEncoder};
use crate::error::Error;
use crate::metrics::Metrics;
use crate::operation::operate;
use crate::proxy::{Forward, ProxyState, forward};
use axum::Router;
use axum::middleware::from_fn_with_state;
use tokenwire_http::DecodeLayer;
use tokio::net::TcpListener;

/// Runs the proxy beside the client until `stop` resolves, and then until all open answers have ended or the grace
/// period is over. Serves `/healthz` and `/metrics` on `admin`.
///
/// # Errors
/// If a trusted certificate is invalid.
pub async fn connect(
    config: ConnectConfig,
    listener: TcpListener,
    admin: Option<TcpListener>,
    stop: impl Future<Output = ()> + Send,
) -> Result<(), Error> {
    let metrics = Metrics::default();
    let router = router(&config, &metrics)?;
    operate(listener, admin, router, &metrics, &config.proxy, stop).await;
    Ok(())
}

/// Builds the stack of layers. The layer that is added last receives a request first.
fn router(config: &ConnectConfig, metrics: &Metrics) -> Result<Router, Error> {
    let forwarding = Forward::new(config.gateway.clone(), &config.proxy)?;
    let router = Router::new()
        .fallback(forward)
        .with_state(ProxyState { forward: forwarding, metrics: metrics.clone() })
        .layer(DecodeLayer::new().with_observer(metrics.clone()));
    let router = if config.documents {
        router.layer(from_fn_with_state(DocumentEncoder::default(), documents::encode))
    } else {
        router
    };
    let concurrency = ConcurrencyLimit::new(config.proxy.limits.requests, metrics.clone());
    Ok(router.layer(from_fn_with_state(concurrency, limit)))
}
