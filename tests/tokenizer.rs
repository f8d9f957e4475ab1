//! The tokenizer. The ids of a text equal those of tiktoken, ids decode to the same bytes, UTF-8 or not, and text
//! of any shape takes near-linear time. In quadratic time, the tests of shapes would not finish.
#![cfg(all(
    feature = "text",
    any(feature = "cl100k", feature = "o200k", feature = "p50k", feature = "r50k")
))]
#![allow(
    clippy::cast_possible_truncation,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod common;

mod tokenizer {
    mod bytes;
    mod ordinary;
    mod shapes;
    mod special;
    mod through_codec;
}
