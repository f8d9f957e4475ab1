//! Token streams over HTTP: streamed chat completions at about two bytes a token.
//!
//! A client with [`DecodeLayer`] offers to read token streams in `Accept`. A server with [`EncodeLayer`] then responds
//! with a token stream instead of server-sent events or NDJSON, and the client's layer restores the original bytes. All
//! other clients and servers exchange the same bytes as without the layers.
//!
//! | module | contents |
//! |---|---|
//! | `negotiation` | headers and media types: [`Offer`], [`Answer`], [`Accept`], [`media_type`], [`header`] |
//! | `content_coding` | decodes gzip, deflate, br and zstd while the body arrives: [`decompress`] |
//! | `flush` | decides when encoded events are written: [`FlushPolicy`], [`PartialFlush`] |
//! | `observer` | hooks for metrics and logs: [`Observer`] |
//! | `source_state` | the state of a body that is being encoded or decoded |
//! | `encode` | encodes events as token streams, for servers: [`EncodeLayer`] |
//! | `decode` | decodes token streams to events, for clients: [`DecodeLayer`] |
//! | [`probe`] | the stream that tests the path between a client and a server |
//!
//! Modules import only from modules above them. `docs/format.md` ("Negotiation") is normative.
//!
//! # Features
//!
//! No feature is on by default.
//!
//! | feature | adds |
//! |---|---|
//! | `encode` | [`EncodeLayer`] and [`Offer::encoder`], which need a tokenizer; includes `o200k` |
//! | `reqwest` | `Middleware` of `reqwest-middleware` for [`DecodeLayer`] |
//! | `cl100k`, `o200k`, `p50k`, `r50k` | the built-in tables of these vocabularies |
//!
#![cfg_attr(feature = "encode", doc = "```")]
#![cfg_attr(not(feature = "encode"), doc = "```ignore")]
//! use axum::{Router, routing::post};
//! use tokenwire_http::EncodeLayer;
//!
//! # async fn chat() -> &'static str { "" }
//! // Clients that request token streams receive them. All others receive the unchanged response of `chat`.
//! let app: Router = Router::new().route("/v1/chat/completions", post(chat)).layer(EncodeLayer::new());
//! ```

mod content_coding;
mod decode;
#[cfg(feature = "encode")]
mod encode;
mod error;
mod flush;
mod negotiation;
mod observer;
pub mod probe;
mod source_state;

pub use content_coding::decompress;
pub use decode::{Decode, DecodeBody, DecodeFuture, DecodeLayer};
#[cfg(feature = "encode")]
pub use encode::{Encode, EncodeBody, EncodeFuture, EncodeLayer};
pub use flush::{FlushPolicy, PartialFlush};
pub use negotiation::{Accept, Answer, Offer, OfferParameters, header, media_type};
pub use observer::{Counts, Observer, Outcome};
