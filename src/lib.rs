#![doc = include_str!("../docs/library.md")]
// Without a vocabulary `Encoding` has no variants, so functions that take one are dead code.
#![cfg_attr(
    not(any(feature = "cl100k", feature = "o200k", feature = "p50k", feature = "r50k")),
    allow(dead_code, unreachable_code, unused_imports, unused_macros, unused_variables)
)]

mod code_words;
mod codec;
mod coder;
mod counts;
mod document;
mod encoding;
mod error;
mod fingerprint;
mod form;
mod image;
mod inspection;
pub mod io;
pub mod limits;
#[cfg(feature = "thrift")]
mod payload;
mod registry;
mod stream;
mod table;
mod table_id;
mod varint;
mod vocab;

pub use code_words::{PrefixDecoder, PrefixEncoder};
pub use codec::Codec;
pub use coder::{Coder, CoderChoice, StreamCoder};
pub use document::{Document, DocumentWriter};
pub use encoding::Encoding;
pub use error::{Error, ErrorKind, Result};
pub use fingerprint::Fingerprint;
pub use form::Form;
pub use inspection::Inspection;
#[cfg(feature = "thrift")]
pub use payload::Payload;
pub use stream::{Control, StreamHeader, StreamReader, StreamWriter, Symbol};
pub use table::Table;
pub use vocab::{Detokenizer, Vocabulary};
#[cfg(feature = "text")]
pub use vocab::{Text, Tokenizer};

/// Runs the README's code examples as doctests.
#[cfg(all(doctest, feature = "o200k"))]
#[doc = include_str!("../README.md")]
struct Readme;
