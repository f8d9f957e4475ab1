//! Code shared by the benches: messages, methods that encode and decode them, and interleaved timing.
#![allow(clippy::indexing_slicing, clippy::missing_panics_doc, clippy::panic, clippy::unwrap_used)]

mod arguments;
mod corpus;
mod csv;
mod dictionary;
mod entropy;
mod message;
mod method;
mod methods;
mod ours;
mod plain;
mod tacc;
mod texts;
mod timing;

pub use arguments::{Arguments, default_corpus};
pub use corpus::Corpus;
pub use csv::Csv;
pub use entropy::Entropy;
pub use message::{Message, cut, messages};
pub use method::Method;
pub use methods::{all, fast};
pub use tacc::Maps;
pub use timing::{Pass, Timing, in_turns};

/// The default encoding of all benches.
pub const ENCODING: tokenwire::Encoding = tokenwire::Encoding::O200kBase;
