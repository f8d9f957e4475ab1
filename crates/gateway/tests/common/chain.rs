//! Both proxies, one behind the other.

use super::{Running, connect, connect_config, proxy_config, serve, serve_config};
use std::time::Duration;
use tokenwire_gateway::{ProxyConfig, ServeConfig};

/// A timeout that a test waits for, long enough for a busy machine.
pub(crate) const SHORT: Duration = Duration::from_secs(1);

/// `serve` in front of an upstream, and `connect` in front of that.
pub(crate) struct Chain {
    pub(crate) gateway: Running,
    pub(crate) near: Running,
}

impl Chain {
    pub(crate) async fn new(upstream: &Running) -> Self {
        Self::with(serve_config(upstream)).await
    }

    pub(crate) async fn with(config: ServeConfig) -> Self {
        let gateway = serve(config).await;
        let near = connect(connect_config(&gateway)).await;
        Self { gateway, near }
    }

    /// Sets short timeouts for the upstream.
    pub(crate) async fn with_short_timeouts(upstream: &Running) -> Self {
        Self::with(serve_config(upstream).with_proxy(short_timeouts())).await
    }

    /// Returns both proxies: clients may connect to either.
    pub(crate) fn both(&self) -> [&Running; 2] {
        [&self.gateway, &self.near]
    }
}

/// Returns a configuration with short timeouts for reads from the server and writes to clients.
pub(crate) fn short_timeouts() -> ProxyConfig {
    proxy_config(|config| config.timeouts.idle = SHORT)
}
