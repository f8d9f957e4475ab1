//! Tests of timeouts, limits, TLS and graceful shutdown.

mod client;
mod limits;
mod server;
mod stopping;
mod tls;
