//! Streams round-trip however their bytes are split, and are rejected after any damage.
//!
//! | promise | file |
//! |---|---|
//! | any tokens, control codes, numbers and bytes round-trip, with any table | `round_trip` |
//! | splitting the bytes changes neither the items nor when they are available | `pieces` |
//! | a writer that implements only `docs/format.md` writes the same bytes | `plain` |
//! | a flipped bit or a truncated stream is an error | `damage` |
//! | each kind of error occurs, and items before it are still returned | `refused` |
//! | the writer's behavior at the end of a stream, and with unknown ids | `writing` |
#![cfg(all(feature = "cl100k", feature = "o200k", feature = "p50k", feature = "r50k"))]
#![allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs
)]

mod common;

mod stream {
    mod damage;
    mod item;
    mod items;
    mod pieces;
    mod plain;
    #[path = "../documents/plain_code.rs"]
    mod plain_code;
    mod refused;
    mod round_trip;
    mod writing;
}
