//! Streams bring back what was written, however their bytes are cut, and are refused when changed.
//!
//! | promise | file |
//! |---|---|
//! | any tokens, codes, numbers and bytes come back, with any table | `round_trip` |
//! | wherever the bytes are cut, the same comes at the same time | `pieces` |
//! | a writer made from `docs/format.md` alone writes the same | `plain` |
//! | a flipped bit or a cut end is an error | `damage` |
//! | each kind of error, and that what came before it is kept | `refused` |
//! | what a writer does at its end, and with unknown ids | `writing` |
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
