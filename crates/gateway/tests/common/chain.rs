//! Both proxies in a chain.

use super::{Running, connect, connect_config, proxy_config, serve, serve_config};
use std::time::Duration;
use tokenwire_gateway::{ProxyConfig, ServeConfig};

/// A timeout that tests wait for. It is long enough for a busy machine.
pub(crate) const SHORT: Duration = Duration::from_secs(1);

/// `serve` in front of an upstream, and `connect` in front of `serve`.
pub(crate) struct Chain {
    /// `serve`.
    pub(crate) gateway: Running,
    /// `connect`.
    pub(crate) local: Running,
}

impl Chain {
    pub(crate) async fn new(upstream: &Running) -> Self {
        Self::with(serve_config(upstream)).await
    }

    pub(crate) async fn with(config: ServeConfig) -> Self {
        let gateway = serve(config).await;
        let local = connect(connect_config(&gateway)).await;
        Self { gateway, local }
    }

    /// Starts the chain with short timeouts for the upstream.
    pub(crate) async fn with_short_timeouts(upstream: &Running) -> Self {
        Self::with(serve_config(upstream).with_proxy(short_timeouts())).await
    }

    /// Returns both proxies. A client can connect to either.
    pub(crate) fn both(&self) -> [&Running; 2] {
        [&self.gateway, &self.local]
    }
}

/// Returns a configuration with short timeouts for reads from the server and writes to clients.
pub(crate) fn short_timeouts() -> ProxyConfig {
    proxy_config(|config| config.timeouts.idle = SHORT)
}
