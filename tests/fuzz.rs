//! What the fuzz targets check, without a fuzzer: each body on input whose outcome is known, on the committed seeds, and
//! on every input that was ever found to break a promise.
#![cfg(all(feature = "cl100k", feature = "o200k", feature = "p50k", feature = "r50k", feature = "text"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs, unreachable_pub)]

#[path = "../fuzz/bodies/lib.rs"]
mod bodies;

mod fuzz {
    mod known;
    mod replay;
}
