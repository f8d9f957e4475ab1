//! Streaming chat completions as token streams, and back to the byte.

mod code;
mod decoder;
#[cfg(feature = "encoder")]
mod encoder;
mod event;
mod history;
mod json;
mod lane;
mod limits;
mod literal;
mod session;
mod split;
mod trace;
mod wire;

pub use decoder::{Decoder, Event, Source};
#[cfg(feature = "encoder")]
pub use encoder::Encoder;
pub use limits::MAX_EVENT;
pub use trace::Trace;
