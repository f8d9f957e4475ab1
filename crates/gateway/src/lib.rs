//! Token streams on the network.

mod config;
mod flush;

pub use config::{ConnectConfig, Limits, ProxyConfig, ServeConfig, Timeouts, Tls, Writing};
pub use flush::Flush;
