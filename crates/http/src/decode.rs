//! The client's layer, which decodes token streams to events.

mod body;
mod future;
mod layer;
#[cfg(feature = "reqwest")]
mod middleware;
mod options;
mod predicate;
mod restore;
mod service;

pub use body::DecodeBody;
pub use future::DecodeFuture;
pub use layer::DecodeLayer;
pub use service::Decode;
