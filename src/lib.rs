#![doc = include_str!("../docs/library.md")]

mod codec;
mod coder;
mod encoding;
mod error;
pub mod limits;
#[cfg(feature = "thrift")]
mod payload;
mod table;
mod varint;
mod vocab;

pub use codec::Codec;
pub use encoding::Encoding;
pub use error::{Error, Result};
#[cfg(feature = "thrift")]
pub use payload::Payload;
pub use table::{Fingerprint, Table};
#[cfg(feature = "text")]
pub use vocab::Tokenizer;
pub use vocab::{Detokenizer, Vocabulary};
