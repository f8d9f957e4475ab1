//! What every fuzz target checks, as ordinary functions: `check(data)` panics where a promise is broken.
//!
//! The targets call them, and so does tests/fuzz.rs. They use nothing but what the library's users can.
#![allow(clippy::missing_panics_doc)]

#[path = "../../tests/common/checksum.rs"]
pub mod checksum;
pub mod counts;
pub mod document;
pub mod document_body;
pub mod gzip_payload;
mod input;
mod outcome;
pub mod payload;
pub mod prefix;
pub mod round_trip;
pub mod stream;
mod tables;
pub mod text;
pub mod thrift_differential;

pub use outcome::Outcome;
