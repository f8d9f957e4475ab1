//! Token streams on the network.

#[cfg(feature = "gateway")]
mod admin;
mod config;
#[cfg(feature = "gateway")]
mod connect;
mod decode;
mod encode;
#[cfg(feature = "gateway")]
mod fault;
mod flush;
#[cfg(feature = "gateway")]
mod gateway;
#[cfg(feature = "gateway")]
mod listen;
mod metrics;
mod negotiation;
#[cfg(feature = "gateway")]
mod operation;
#[cfg(feature = "gateway")]
mod proxy;
#[cfg(feature = "gateway")]
pub mod replay;
#[cfg(feature = "gateway")]
mod serve;
mod unpack;
mod watch;

pub use config::{ConnectConfig, Limits, ProxyConfig, ServeConfig, Timeouts, Tls, Writing};
#[cfg(feature = "gateway")]
pub use connect::connect;
pub use decode::{Decode, DecodeBody, DecodeFuture, DecodeLayer, EventsBody};
pub use encode::{Encode, EncodeBody, EncodeFuture, EncodeLayer, StreamBody};
pub use flush::Flush;
pub use metrics::Metrics;
pub use negotiation::{Answer, DOCUMENT, Offer, PROBE, STREAM};
#[cfg(feature = "gateway")]
pub use serve::serve;
