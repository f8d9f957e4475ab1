//! Streams that no encoder writes. Each one is rejected with a specific error, after all events before the error.
#![cfg(all(feature = "encoder", feature = "cl100k", feature = "p50k", feature = "r50k"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

mod hostile {
    mod codes;
    mod damage;
    mod header;
    mod lanes;
    mod literals;
    mod script;
    mod values;
}
