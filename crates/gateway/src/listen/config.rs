//! The configuration of a listener.

use crate::config::ProxyConfig;
use crate::tls::Tls;
use std::time::Duration;

/// The configuration of a listener.
#[derive(Debug, Clone)]
pub(crate) struct ListenConfig {
    /// Until a request's headers are complete, from the start of its connection, the TLS handshake included.
    pub(crate) header_timeout: Duration,
    /// Until a client accepts the next byte.
    pub(crate) write_timeout: Duration,
    /// Until open connections are cut, from the start of the shutdown.
    pub(crate) grace: Duration,
    /// The maximum size of a request's line and headers.
    pub(crate) header_bytes: usize,
    /// The maximum number of concurrent requests on one HTTP/2 connection.
    pub(crate) streams: usize,
    /// The certificate for clients. `None` for connections without TLS.
    pub(crate) tls: Option<Tls>,
}

impl From<&ProxyConfig> for ListenConfig {
    fn from(config: &ProxyConfig) -> Self {
        Self {
            header_timeout: config.timeouts.headers,
            write_timeout: config.timeouts.idle,
            grace: config.timeouts.grace,
            header_bytes: config.limits.header_bytes,
            streams: config.limits.requests,
            tls: config.tls.clone(),
        }
    }
}
