//! Media types of the negotiation.

/// A token stream.
pub const STREAM: &str = "application/vnd.tokenwire.stream";

/// A document, as a request body.
pub const DOCUMENT: &str = "application/vnd.tokenwire.document";

/// A request in `Accept` for the stream of [`probe`](crate::probe).
pub const PROBE: &str = "application/vnd.tokenwire.probe";
