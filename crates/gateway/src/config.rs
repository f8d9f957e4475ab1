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
    /// Forwards to this model server.
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

    /// Encodes with this coder if the client accepts it. The default is varint.
    #[must_use]
    pub fn with_coder(self, coder: StreamCoder) -> Self {
        Self { coder, ..self }
    }

    /// Writes according to this policy.
    #[must_use]
    pub fn with_flush(self, flush: FlushPolicy) -> Self {
        Self { flush, ..self }
    }

    /// Sets whether padding inside events is preserved. Off by default.
    #[must_use]
    pub fn with_padding(self, padding: bool) -> Self {
        Self { padding, ..self }
    }

    /// Allows requests from pages of these origins, such as `https://chat.example`, or of all origins with `*`. By default the
    /// proxy writes no CORS headers.
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
    /// Forwards to this gateway.
    pub fn new(gateway: BaseUrl) -> Self {
        Self { gateway, documents: true, proxy: ProxyConfig::default() }
    }

    /// Sets whether request bodies are sent as documents to a gateway that accepts them. On by default.
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
    /// The maximum sizes and numbers.
    pub limits: Limits,
    /// The maximum times.
    pub timeouts: Timeouts,
    /// The certificate for clients. `None` for connections without TLS.
    pub tls: Option<Tls>,
    /// Certificates in PEM that are trusted in addition to the system's, when connecting to the server.
    pub trusted_certificates: Option<Vec<u8>>,
}

/// The maximum sizes and numbers.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of a request's line and headers.
    pub header_bytes: usize,
    /// Bytes of a request's body, also after a document was decoded.
    pub body_bytes: usize,
    /// Concurrent requests, each from its headers to the end of its answer.
    pub requests: usize,
}

/// The maximum times.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// Until a connection to the server is established.
    pub connect: Duration,
    /// Until a request's headers are complete, from the start of its connection.
    pub headers: Duration,
    /// Until the server sends its next byte, and until a client accepts one.
    pub idle: Duration,
    /// Until an answer is complete.
    pub total: Duration,
    /// Until open answers are cut, from the start of the shutdown.
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
