//! The configuration of both proxies.

use crate::base_url::BaseUrl;
use crate::tls::Tls;
use std::time::Duration;
use tokenwire::StreamCoder;
use tokenwire_http::FlushPolicy;

/// The configuration of [`serve`](crate::serve()).
#[derive(Debug, Clone)]
pub struct ServeConfig {
    pub(crate) upstream: BaseUrl,
    pub(crate) coder: StreamCoder,
    pub(crate) flush: FlushPolicy,
    pub(crate) padding: bool,
    pub(crate) origins: Vec<String>,
    pub(crate) proxy: ProxyConfig,
}

impl ServeConfig {
    /// Returns the default configuration of a proxy that forwards to this model server.
    pub fn new(upstream: BaseUrl) -> Self {
        Self {
            upstream,
            coder: StreamCoder::Varint,
            flush: FlushPolicy::default(),
            padding: false,
            origins: Vec::new(),
            proxy: ProxyConfig::default(),
        }
    }

    /// Sets the coder of token streams, for clients that accept it. The default is varint.
    #[must_use]
    pub fn with_coder(self, coder: StreamCoder) -> Self {
        Self { coder, ..self }
    }

    /// Sets when encoded events are written.
    #[must_use]
    pub fn with_flush(self, flush: FlushPolicy) -> Self {
        Self { flush, ..self }
    }

    /// Sets whether padding inside events is preserved. It is removed by default.
    #[must_use]
    pub fn with_padding(self, padding: bool) -> Self {
        Self { padding, ..self }
    }

    /// Allows requests from web pages of these origins, such as `https://chat.example`. `*` allows all origins. By
    /// default the proxy writes no CORS headers.
    #[must_use]
    pub fn with_origins(self, origins: impl IntoIterator<Item = String>) -> Self {
        Self { origins: origins.into_iter().collect(), ..self }
    }

    /// Sets the options that both proxies share.
    #[must_use]
    pub fn with_proxy(self, proxy: ProxyConfig) -> Self {
        Self { proxy, ..self }
    }
}

/// The configuration of [`connect`](crate::connect()).
#[derive(Debug, Clone)]
pub struct ConnectConfig {
    pub(crate) gateway: BaseUrl,
    pub(crate) documents: bool,
    pub(crate) proxy: ProxyConfig,
}

impl ConnectConfig {
    /// Returns the default configuration of a proxy that forwards to this gateway.
    pub fn new(gateway: BaseUrl) -> Self {
        Self { gateway, documents: true, proxy: ProxyConfig::default() }
    }

    /// Sets whether request bodies are sent as documents to a gateway that accepts them. By default they are.
    #[must_use]
    pub fn with_documents(self, documents: bool) -> Self {
        Self { documents, ..self }
    }

    /// Sets the options that both proxies share.
    #[must_use]
    pub fn with_proxy(self, proxy: ProxyConfig) -> Self {
        Self { proxy, ..self }
    }
}

/// The configuration that both proxies share.
#[derive(Debug, Clone, Default)]
pub struct ProxyConfig {
    /// The limits on sizes and on concurrent requests.
    pub limits: Limits,
    /// The maximum durations.
    pub timeouts: Timeouts,
    /// The certificate and key to present to clients, or `None` to accept connections without TLS.
    pub tls: Option<Tls>,
    /// Certificates in PEM to trust on connections to the server, in addition to the system's.
    pub trusted_certificates: Option<Vec<u8>>,
}

/// The limits on sizes and on concurrent requests.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The maximum size of a request line and its headers, in bytes.
    pub header_bytes: usize,
    /// The maximum size of a request body in bytes. If the body is a document, its decoded text has the same limit.
    pub body_bytes: usize,
    /// The maximum number of concurrent requests. A request counts from its headers to the end of its answer.
    pub requests: usize,
}

/// The maximum durations.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// The time to establish a connection to the server.
    pub connect: Duration,
    /// The time from the start of a connection until the headers of its first request are complete.
    pub headers: Duration,
    /// The time until the server sends its next byte, and until a client accepts the next byte.
    pub idle: Duration,
    /// The time until an answer is complete.
    pub total: Duration,
    /// The grace period: the time from the start of the shutdown until open answers are cut.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { header_bytes: 64 << 10, body_bytes: 64 << 20, requests: 4096 }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            headers: Duration::from_secs(30),
            // A model may think for minutes before its first token.
            idle: Duration::from_secs(600),
            total: Duration::from_secs(3600),
            grace: Duration::from_secs(60),
        }
    }
}
