//! Answers as token streams: the server's side.

mod answer;
mod body;
mod layer;
mod outbox;

pub use answer::EncodeBody;
pub use body::StreamBody;
pub use layer::{Encode, EncodeFuture, EncodeLayer};
