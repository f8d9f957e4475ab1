//! Both proxies, one behind the other.

use super::{Running, connect, connect_config, serve, serve_config};
use std::time::Duration;
use tokenwire_gateway::{ProxyConfig, ServeConfig};

/// So short that a test waits for it, and so long that it is not over before a busy machine gets to its work.
pub(crate) const SHORT: Duration = Duration::from_secs(1);

/// `serve` before an upstream, and `connect` before that.
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

    /// One that does not wait long for its upstream.
    pub(crate) async fn impatient(upstream: &Running) -> Self {
        Self::with(ServeConfig { proxy: impatient(), ..serve_config(upstream) }).await
    }

    /// What a client may talk to.
    pub(crate) fn both(&self) -> [&Running; 2] {
        [&self.gateway, &self.near]
    }
}

/// Waits a short time for the far side, and for a client to read.
pub(crate) fn impatient() -> ProxyConfig {
    let mut config = ProxyConfig::default();
    config.timeouts.idle = SHORT;
    config
}
