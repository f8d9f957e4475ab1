//! Malformed input of every kind. Each case returns a typed error with its location: an offset in bytes, a
//! position in a list, or a line. Nothing panics, and allocations are bounded by the size of the input or by a
//! limit.
//!
//! | input | error | file |
//! |---|---|---|
//! | a truncated payload | `Truncated`, or `Gzip` inside gzip | `payload`, `gzip` |
//! | a wrong field, type or element type | `Invalid` | `payload` |
//! | a count that exceeds the number of bytes | `Truncated`; from 2^31, `Invalid` | `payload`, `allocation.rs` |
//! | a varint, list header or field header that is not canonical | `NotCanonical` | `payload` |
//! | a mapped id outside the table | `UnknownMappedId` | `payload` |
//! | bytes after the payload | `TrailingBytes` | `payload` |
//! | another field after the list | `ExtraField` | `payload` |
//! | a gzip bomb | `LimitExceeded`, with a configurable limit | `gzip`, `allocation.rs` |
//! | a corrupt gzip member, a second one, padding | `Gzip`, `TrailingBytes` | `gzip` |
//! | an id outside the vocabulary | `UnknownId`; the output buffer is unchanged | `ids` |
//! | an unknown encoding or model | `UnknownName`, with the known names | `names` |
//! | a malformed counts file | `Counts`, with the line | `counts` |
//! | a truncated or modified document | `Truncated`, `Checksum`, `Invalid` | `document`, `documents.rs` |
//! | a later version, an unknown coder or an unknown table | `Unsupported`, with the number | `document` |
//! | a custom table that the reader does not have | `WrongTable`, with the fingerprints | `document` |
//! | a body with an incomplete id, varint or word, or wrong padding | `Invalid`, `Truncated`, `NotCanonical` | `document_body` |
//! | ids, mapped ids and ranks outside a document's table | `UnknownId`, `UnknownMappedId`, `UnknownRank` | `document_body` |
//! | a deflate stream that is corrupt, truncated, a bomb, or has trailing bytes | `Gzip`, `LimitExceeded`, `TrailingBytes` | `document_body`, `allocation.rs` |
//! | a zstd frame that is corrupt, truncated, a bomb, has trailing bytes, or uses disallowed features | `Zstd`, `LimitExceeded`, `TrailingBytes`, `Invalid` | `zstd`, `zstd_frame`, `allocation.rs` |
//! | a truncated, modified or inconsistent stream | each kind of error, after the valid beginning | `stream.rs`, `allocation.rs` |
//! | random bytes and flipped bits | an error, or ids that encode to the same bytes | `noise` |
#![allow(
    clippy::cast_possible_truncation,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod common;

mod hostile {
    mod counts;
    mod document;
    mod document_body;
    mod gzip;
    mod ids;
    #[cfg(all(feature = "cl100k", feature = "o200k", feature = "p50k", feature = "r50k"))]
    mod names;
    mod noise;
    mod payload;
    #[cfg(feature = "zstd")]
    mod zstd;
    #[cfg(all(feature = "zstd", feature = "r50k"))]
    mod zstd_frame;
}
