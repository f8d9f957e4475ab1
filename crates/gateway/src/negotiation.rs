//! What two sides agree on, as header values: `docs/format.md`, "Negotiation".

mod accept;
mod answer;
mod offer;
mod range;
mod said;

pub(crate) use accept::Accept;
pub use answer::Answer;
pub(crate) use answer::vary;
pub use offer::Offer;
pub(crate) use said::Said;

use http::HeaderName;

/// Media type of a token stream.
pub const STREAM: &str = "application/vnd.tokenwire.stream";

/// Media type of a document, as a request's body.
pub const DOCUMENT: &str = "application/vnd.tokenwire.document";

/// Media type that asks a gateway for a few made-up events.
pub const PROBE: &str = "application/vnd.tokenwire.probe";

/// The type that a body would have had.
pub(crate) const CONTENT_TYPE: HeaderName = HeaderName::from_static("tokenwire-content-type");

/// Types of request bodies that a server takes.
pub(crate) const ACCEPT_POST: HeaderName = HeaderName::from_static("accept-post");

/// Which streams a server can write.
pub(crate) const OFFER: HeaderName = HeaderName::from_static("tokenwire-offer");

/// Version of the negotiation.
const VERSION: &str = "1";

/// Dictionary of the chat streams that this release writes and reads.
const DICTIONARY: u8 = 1;
