//! Slow, large and silent clients are dropped; open answers end well when the listener is told to stop.

mod client;
mod limits;
mod server;
mod stopping;
mod tls;
