//! Header names of the negotiation.

use http::HeaderName;

/// The original `Content-Type` of a body that was encoded as a token stream or a document.
pub const CONTENT_TYPE: HeaderName = HeaderName::from_static("tokenwire-content-type");

/// The token streams that a server can write, in responses to probes.
pub const OFFER: HeaderName = HeaderName::from_static("tokenwire-offer");

/// The media types of request bodies that a server accepts.
pub const ACCEPT_POST: HeaderName = HeaderName::from_static("accept-post");
