//! Token streams on the network: streamed chat completions at about two bytes a token, under SDKs that know nothing of them.
//!
//! | part | what |
//! |---|---|
//! | `negotiation` | what two sides agree on, as header values ([`Offer`], [`Answer`]) |
//! | `encode` | answers -> token streams: the tower layer of servers ([`EncodeLayer`]) |
//! | `decode` | token streams -> answers: the tower layer of clients, and reqwest's middleware ([`DecodeLayer`]) |
//! | `unpack`, `flush`, `watch`, `metrics` | content codings undone; when to write; what is counted of a stream, and of all |
//! | `state` | how far an answer is that becomes another |
//! | `proxy` | requests sent on to one far side ([`Target`]) |
//! | `gateway` | what stands around that: room, probes, documents as request bodies |
//! | `listen`, `operation`, `admin` | connections taken, until the end; what the operator asks |
//! | [`serve()`], [`connect()`] | all of it: what the commands of these names run |
//! | [`doctor`] | whether token streams come through: what the command of this name finds |
//! | [`replay`] | a model server that replays recorded answers, for tests and for trying out |
//!
//! Imports run in this order; `config` and `fault` may be imported by all. With `default-features = false` only the layers are there, which
//! know no socket; `client` adds the middleware. `docs/gateway.md` is for who runs it, `docs/format.md` ("Negotiation") is normative.
//!
//! ```
//! use axum::{Router, routing::post};
//! use tokenwire_gateway::EncodeLayer;
//!
//! # async fn chat() -> &'static str { "" }
//! // Clients that ask for token streams get them; everybody else gets what `chat` gives.
//! let app: Router = Router::new().route("/v1/chat/completions", post(chat)).layer(EncodeLayer::new());
//! ```

// The layers alone need less of what both they and the proxies use.
#![cfg_attr(not(feature = "gateway"), allow(dead_code, unused_imports))]

#[cfg(feature = "gateway")]
mod admin;
mod config;
#[cfg(feature = "gateway")]
mod connect;
mod decode;
#[cfg(feature = "gateway")]
pub mod doctor;
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
mod state;
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
pub use proxy::Target;
#[cfg(feature = "gateway")]
pub use serve::serve;
