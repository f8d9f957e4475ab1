//! Documents of every coder bring back what was written, are never longer than promised, and are refused when changed.
//!
//! | promise | file |
//! |---|---|
//! | any ids and any text come back, with any table | `round_trip` |
//! | a reader written from `docs/format.md` alone reads the same | `plain`, `plain_code` |
//! | a flipped bit or a cut end is an error | `damage` |
//! | how long documents are; the checksum's step; the smallest coder, and of equal ones the first | `size` |
//! | ids of a text are the tokenizer's, special tokens when asked for | `text` |
//! | zstd over text and over varints; the smallest of every coder | `zstd` |
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

    /// Every way of picking a coder: the choices among several first, then each coder.
    fn choices() -> Vec<CoderChoice> {
        CoderChoice::all().collect()
    }
}
