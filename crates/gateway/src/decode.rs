//! Token streams as the answers that they stand for: the client's side.

mod answer;
mod body;
mod layer;
#[cfg(feature = "client")]
mod middleware;

pub use answer::DecodeBody;
pub use body::EventsBody;
pub use layer::{Decode, DecodeFuture, DecodeLayer};
