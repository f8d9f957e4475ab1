//! `tokenwire connect`: on the client's side.

use crate::config::ConnectConfig;
use crate::decode::DecodeLayer;
use crate::gateway::exchange::{self, Gate};
use crate::gateway::sent::{self, Writer};
use crate::gateway::{Way, forward};
use crate::metrics::Metrics;
use crate::operation::operate;
use crate::proxy::{Forward, Target};
use axum::Router;
use axum::middleware::from_fn_with_state;
use std::io;
use tokio::net::TcpListener;

/// Serves until `stop`, and then until what is open has ended.
///
/// # Errors
/// For a gateway, a certificate or a key that cannot be used.
pub async fn connect(
    config: ConnectConfig,
    listener: TcpListener,
    admin: Option<TcpListener>,
    stop: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    let metrics = Metrics::default();
    let router = router(&config, &metrics).map_err(io::Error::other)?;
    operate(listener, admin, router, &metrics, &config.proxy, stop).await
}

fn router(config: &ConnectConfig, metrics: &Metrics) -> Result<Router, String> {
    let target = Target::new(&config.gateway).map_err(|why| format!("the gateway's address: {why}"))?;
    let way = Way { forward: Forward::new(target, &config.proxy)?, metrics: metrics.clone() };
    let router = Router::new().fallback(forward).with_state(way);
    let router = router.layer(DecodeLayer::default().with_metrics(metrics.clone()));
    let router = if config.documents {
        router.layer(from_fn_with_state(Writer::default(), sent::write))
    } else {
        router
    };
    let gate = Gate::new(config.proxy.limits.streams, metrics.clone());
    Ok(router.layer(from_fn_with_state(gate, exchange::through)))
}
