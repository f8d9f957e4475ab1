//! Decides when encoded events, and the beginnings of unfinished ones, are written.

mod partial;
mod policy;

pub use partial::PartialFlush;
pub use policy::FlushPolicy;
