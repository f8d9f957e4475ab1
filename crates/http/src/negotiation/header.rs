//! Header names of the negotiation.

use http::HeaderName;

/// The `Content-Type` of a body before it was encoded as a token stream or a document.
pub const CONTENT_TYPE: HeaderName = HeaderName::from_static("tokenwire-content-type");

/// The streams that a server can write, in answers to probes.
pub const OFFER: HeaderName = HeaderName::from_static("tokenwire-offer");

/// The media types of request bodies that a server accepts.
pub const ACCEPT_POST: HeaderName = HeaderName::from_static("accept-post");
