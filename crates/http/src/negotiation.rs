//! The negotiation between client and server in HTTP headers. `docs/format.md` ("Negotiation") is normative.
//!
//! A client adds the offer of a token stream to `Accept`. A server that can satisfy the offer responds with a token
//! stream, and states the content type of the original response in a separate header:
//!
//! ```text
//! > POST /v1/chat/completions
//! > Accept: application/vnd.tokenwire.stream;v=1;tables=1.2;coders=varint.prefix;dict=1, text/event-stream
//!
//! < 200 OK
//! < Content-Type: application/vnd.tokenwire.stream;v=1;coder=varint;dict=1
//! < Tokenwire-Content-Type: text/event-stream
//! < Cache-Control: no-transform
//! < Vary: Accept
//! ```
//!
//! A server without token streams ignores the offer, since it matches no media type that it knows, and responds with
//! `text/event-stream`. A parameter that is missing from an offer has the value of version 1. Values that this build
//! does not know are skipped, so an offer is satisfied if at least one known table and one known coder remain.

mod accept;
mod answer;
pub mod header;
mod media_range;
pub mod media_type;
mod offer;
mod offer_parameters;
mod version;

pub use accept::Accept;
pub use answer::Answer;
#[cfg(feature = "encode")]
pub(crate) use answer::add_vary;
#[cfg(feature = "encode")]
pub(crate) use media_range::MediaRange;
pub use offer::Offer;
pub use offer_parameters::OfferParameters;
