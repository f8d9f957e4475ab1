//! What a gateway is told.

use crate::flush::Flush;
use http::Uri;
use std::time::Duration;
use tokenwire::StreamCoder;

/// What `tokenwire serve` is told.
#[derive(Debug, Clone)]
pub struct ServeConfig {
    /// Where requests go on: scheme, authority, and a path that is put before theirs.
    pub upstream: Uri,
    /// How streams are written.
    pub writing: Writing,
    /// Origins of pages in a browser that may call, as `https://chat.example`; `*` for all. None: no CORS header is written.
    pub origins: Vec<String>,
    /// What every proxy is told.
    pub proxy: ProxyConfig,
}

/// What `tokenwire connect` is told.
#[derive(Debug, Clone)]
pub struct ConnectConfig {
    /// Where requests go on: scheme, authority, and a path that is put before theirs.
    pub gateway: Uri,
    /// Whether request bodies go as documents, to a gateway that takes them.
    pub documents: bool,
    /// What every proxy is told.
    pub proxy: ProxyConfig,
}

/// How streams are written.
#[derive(Debug, Clone)]
pub struct Writing {
    /// When.
    pub flush: Flush,
    /// With which coder, if the client takes it; varints otherwise.
    pub coder: StreamCoder,
    /// Whether the padding in events is kept.
    pub keep_padding: bool,
}

/// What every proxy is told.
#[derive(Debug, Clone, Default)]
pub struct ProxyConfig {
    /// The most it takes.
    pub limits: Limits,
    /// The longest it waits.
    pub timeouts: Timeouts,
    /// TLS towards clients.
    pub tls: Option<Tls>,
    /// Certificates, in PEM, that are trusted beside the system's where the proxy is a client.
    pub ca: Option<Vec<u8>>,
}

/// The most that a proxy takes.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of a request's line and headers.
    pub header_bytes: usize,
    /// Bytes of a request's body, also after a document was read.
    pub body_bytes: usize,
    /// Requests at a time, from their headers to the end of the answer.
    pub streams: usize,
}

/// The longest that a proxy waits.
#[derive(Debug, Clone, Copy)]
pub struct Timeouts {
    /// For a connection to the far side.
    pub connect: Duration,
    /// For a request's headers, once a connection is there.
    pub headers: Duration,
    /// For the far side's next byte, and for a client to take one.
    pub idle: Duration,
    /// For the whole answer.
    pub total: Duration,
    /// For open streams, once it was told to stop.
    pub grace: Duration,
}

/// A certificate and its key, both in PEM.
#[derive(Clone)]
pub struct Tls {
    /// The server's certificate, then those that vouch for it.
    pub cert: Vec<u8>,
    /// Its private key.
    pub key: Vec<u8>,
}

impl std::fmt::Debug for Tls {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tls")
    }
}

impl Default for Writing {
    fn default() -> Self {
        Self { flush: Flush::default(), coder: StreamCoder::Varint, keep_padding: false }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { header_bytes: 64 << 10, body_bytes: 64 << 20, streams: 4096 }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        // A model may think for minutes before its first token.
        Self {
            connect: seconds(10),
            headers: seconds(30),
            idle: seconds(600),
            total: seconds(3600),
            grace: seconds(60),
        }
    }
}
