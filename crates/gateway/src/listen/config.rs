//! The configuration of a listener.

use crate::config::ProxyConfig;
use crate::tls::Tls;
use std::time::Duration;

/// The configuration of a listener.
#[derive(Debug, Clone)]
pub(crate) struct ListenConfig {
    /// The time from the start of a connection until the headers of its first request are complete. It includes the TLS
    /// handshake. Each later request on an HTTP/1 connection has the same time again.
    pub(crate) header_timeout: Duration,
    /// The time until a client accepts the next byte.
    pub(crate) write_timeout: Duration,
    /// The grace period: the time from the start of the shutdown until open connections are cut.
    pub(crate) grace: Duration,
    /// The maximum size of a request line and its headers, in bytes.
    pub(crate) header_bytes: usize,
    /// The maximum number of concurrent requests on one HTTP/2 connection.
    pub(crate) streams: usize,
    /// The certificate and key to present to clients, or `None` to accept connections without TLS.
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
