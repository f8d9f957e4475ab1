//! The proxies `tokenwire serve` and `tokenwire connect`.
//!
//! [`serve()`] sits in front of a model server and encodes streamed answers as token streams. [`connect()`] runs
//! beside the client and decodes them. Neither the model server nor the SDK has to change.
//!
//! | module | contents |
//! |---|---|
//! | `error` | reasons why a proxy cannot start or does not forward a request: [`Error`] |
//! | `base_url` | the server that requests are forwarded to: [`BaseUrl`] |
//! | `tls` | the certificate and key that a proxy presents to clients: [`Tls`] |
//! | `config` | [`ServeConfig`], [`ConnectConfig`], [`ProxyConfig`], [`Limits`], [`Timeouts`] |
//! | `metrics` | counters, gauges and a histogram, for Prometheus |
//! | `proxy` | a reverse proxy to one server |
//! | `concurrency_limit`, `documents`, `probe` | middleware around the reverse proxy |
//! | `listen`, `operation` | connections and graceful shutdown; health and metrics for the operator |
//! | `serve`, `connect` | the two proxies |
//!
//! A module imports only from modules above it. Both proxies are built from the layers of `tokenwire-http`.
//! `docs/gateway.md` is the manual.

mod base_url;
mod concurrency_limit;
mod config;
mod connect;
mod documents;
mod error;
mod listen;
mod metrics;
mod operation;
mod probe;
mod proxy;
mod serve;
mod tls;

pub use base_url::BaseUrl;
pub use config::{ConnectConfig, Limits, ProxyConfig, ServeConfig, Timeouts};
pub use connect::connect;
pub use error::Error;
pub use serve::serve;
pub use tls::Tls;
