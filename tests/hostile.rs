//! Bad input of every kind gives a typed error that says where: an offset in bytes, a position in a list, or a line.
//! It never panics, and it never makes the reader allocate more than the input has paid for.
//!
//! | input | answer | file |
//! |---|---|---|
//! | cut short at any length | `Truncated`, inside gzip `Gzip` | `payload`, `gzip` |
//! | another field, type or element type | `Invalid` | `payload` |
//! | a count of more items than there are bytes | `Truncated`, from 2^31 on `Invalid` | `payload`, `allocation.rs` |
//! | a varint, a list header or a field header in another spelling | `NotCanonical` | `payload` |
//! | a mapped id outside the table | `UnknownMappedId` | `payload` |
//! | bytes after the payload | `TrailingBytes`; more fields: `ExtraField` | `payload` |
//! | a gzip bomb | `LimitExceeded`, at a limit that can be set | `gzip`, `allocation.rs` |
//! | a corrupt gzip member, a second one, padding | `Gzip`, `TrailingBytes` | `gzip` |
//! | an id outside the vocabulary | `UnknownId`; the output buffer is as it was | `ids` |
//! | an unknown encoding or model | `UnknownName`: what exists | `names` |
//! | a malformed counts file | `Table`, with the line | `counts` |
//! | a document cut anywhere, or changed | `Truncated`, `Checksum`, `Invalid` | `document`, `documents.rs` |
//! | a document of a later version, an unknown coder or table | `Unsupported`, with the number | `document` |
//! | a document of a table that is not given, or of another one | `WrongTable`, with the fingerprints | `document` |
//! | a body with half an id, varint or word, or other padding | `Invalid`, `Truncated`, `NotCanonical` | `document_body` |
//! | ids, mapped ids and ranks outside a document's table | `UnknownId`, `UnknownMappedId`, `UnknownRank` | `document_body` |
//! | deflate that is corrupt, cut, a bomb, or followed by something | `Gzip`, `LimitExceeded`, `TrailingBytes` | `document_body`, `allocation.rs` |
//! | a zstd frame that is corrupt, cut, a bomb, followed by something, or has what it may not have | `Zstd`, `LimitExceeded`, `TrailingBytes`, `Invalid` | `zstd`, `zstd_frame`, `allocation.rs` |
//! | a stream that is cut, changed, or not what it says | each kind, and what came before it | `stream.rs`, `allocation.rs` |
//! | any bytes at all, any flipped bit | an error, or ids that encode to the very bytes | `noise` |
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
