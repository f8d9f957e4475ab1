//! Media types of the negotiation.

/// A token stream.
pub const STREAM: &str = "application/vnd.tokenwire.stream";

/// A document, as a request body.
pub const DOCUMENT: &str = "application/vnd.tokenwire.document";

/// The stream of [`probe`](crate::probe), in `Accept`.
pub const PROBE: &str = "application/vnd.tokenwire.probe";
