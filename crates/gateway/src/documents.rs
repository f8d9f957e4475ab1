//! Documents in request bodies.
//!
//! `connect` sends a JSON body as a document if the server accepts documents, and `serve` restores the JSON before it
//! forwards the request. `serve` advertises its support in its answers to `connect`, with the header `Accept-Post`,
//! so negotiation costs no extra request:
//!
//! ```text
//!      connect sends   server answers                      connect concludes
//! 1    JSON            200, Accept-Post: (document type)   the server accepts documents
//! 2    a document      200
//! 3    a document      415 without Accept-Post             it no longer does; sends request 3 again as JSON
//! 4    JSON            200
//! ```
//!
//! Request 3 shows a server that was replaced by one without documents. A 415 with `Accept-Post` rejects only this
//! document (for example, its token table is unknown): `connect` sends the request again as JSON, and the next one as
//! a document.

mod decode;
mod encode;

pub(crate) use decode::{DocumentDecoder, decode};
pub(crate) use encode::{DocumentEncoder, encode};
