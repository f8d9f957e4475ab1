//! The checks of all fuzz targets, as ordinary functions. `check(data)` panics if the library breaks a promise.
//!
//! The targets and tests/fuzz.rs call these functions, which only use the public API.
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
