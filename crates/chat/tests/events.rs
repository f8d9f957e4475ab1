//! Round trips of the streams of many servers, and of unusual sources.
#![cfg(all(feature = "encoder", feature = "cl100k", feature = "p50k", feature = "r50k"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

mod events {
    mod client;
    mod ids;
    mod limits;
    mod odd;
    mod partial;
    mod round_trip;
    mod shapes;
    mod size;
    mod trace;
    mod values;
}
