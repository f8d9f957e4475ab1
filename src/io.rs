//! `std::io` adapters. They read documents and streams of ids from a [`Read`](std::io::Read), and write them to a
//! [`Write`](std::io::Write).
//!
//! | | text | ids |
//! |---|---|---|
//! | writes a document, or a stream if the document would exceed its size limit | [`TextWriter`] | [`IdWriter`] |
//! | reads a document or a stream | [`TextReader`] | [`IdReader`] |
//!
//! A document is buffered in memory as a whole. A stream is written and read in pieces, so text of any length
//! takes little memory.
//!
//! ```
//! # #[cfg(all(feature = "o200k", feature = "text"))] {
//! use std::io::{Read, Write};
//! use tokenwire::io::{TextReader, TextWriter};
//! use tokenwire::{DocumentWriter, Encoding, Form};
//!
//! let mut writer = TextWriter::new(DocumentWriter::new(Encoding::O200kBase), Vec::new());
//! writer.write_all(b"Hello ")?;
//! writer.write_all(b"world!")?;
//! let (bytes, form) = writer.finish()?;
//! assert_eq!(form, Form::Document);
//!
//! let mut text = String::new();
//! TextReader::new(&bytes[..]).read_to_string(&mut text)?;
//! assert_eq!(text, "Hello world!");
//! # }
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! Errors of this library are wrapped in a [`std::io::Error`]. `error.downcast::<tokenwire::Error>()` returns the
//! original error.

mod id_reader;
mod id_writer;
#[cfg(feature = "text")]
mod pieces;
mod text_reader;
#[cfg(feature = "text")]
mod text_writer;

pub use id_reader::IdReader;
pub use id_writer::IdWriter;
pub use text_reader::TextReader;
#[cfg(feature = "text")]
pub use text_writer::TextWriter;
