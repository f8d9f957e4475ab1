//! What the fuzz targets of this crate check, without a fuzzer: each body on input whose outcome is known, on the committed
//! seeds, and on every input that was ever found to break a promise.
#![cfg(all(feature = "encoder", feature = "cl100k", feature = "p50k", feature = "r50k"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs, unreachable_pub)]

#[path = "../../../fuzz/bodies/chat.rs"]
mod bodies;

mod fuzz {
    mod known;
    mod replay;
}
