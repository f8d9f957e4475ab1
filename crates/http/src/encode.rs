//! The server's layer, which encodes events as token streams.

mod body;
mod buffer;
mod future;
mod layer;
mod options;
mod predicate;
mod service;

pub use body::EncodeBody;
pub use future::EncodeFuture;
pub use layer::EncodeLayer;
pub use service::Encode;
