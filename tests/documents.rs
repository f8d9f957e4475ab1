//! Documents of every coder round-trip, are never longer than the documented bound, and are rejected after any damage.
//!
//! | promise | file |
//! |---|---|
//! | any ids and any text round-trip, with any table | `round_trip` |
//! | a reader that implements only `docs/format.md` reads the same | `plain`, `plain_code` |
//! | a flipped bit or a truncated document is an error | `damage` |
//! | the length of documents, the length of the checksum, and the choice of the smallest coder | `size` |
//! | the ids of a text are those of the tokenizer, with special tokens on request | `text` |
//! | zstd over text and over varints, and the choice among all coders | `zstd` |
#![cfg(all(feature = "cl100k", feature = "o200k", feature = "p50k", feature = "r50k", feature = "text"))]
#![allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs
)]

mod common;

mod documents {
    mod damage;
    mod plain;
    mod plain_code;
    mod round_trip;
    mod size;
    mod text;
    #[cfg(feature = "zstd")]
    mod zstd;

    use tokenwire::CoderChoice;

    /// Returns all coder choices: first those that try several coders, then each single coder.
    fn choices() -> Vec<CoderChoice> {
        CoderChoice::all().collect()
    }
}
