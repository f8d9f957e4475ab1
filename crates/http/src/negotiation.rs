//! The negotiation between client and server, as header values: `docs/format.md`, "Negotiation".

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
