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
pub mod payload;
pub mod prefix;
pub mod round_trip;
pub mod stream;
mod tables;
pub mod text;
pub mod thrift_differential;

/// What became of the input, so that a test can tell that a check got as far as it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was read, and all that follows from that was checked.
    Accepted,
    /// It was refused, as it may be.
    Refused,
    /// It would take too long.
    Skipped,
}

impl Outcome {
    fn of(accepted: bool) -> Self {
        if accepted { Self::Accepted } else { Self::Refused }
    }
}
