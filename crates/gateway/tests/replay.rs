//! The replayed upstream, over TCP.
#![cfg(feature = "gateway")]
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

#[path = "replay/choosing.rs"]
mod choosing;
#[path = "replay/faults.rs"]
mod faults;
#[path = "replay/pacing.rs"]
mod pacing;
#[path = "replay/seeing.rs"]
mod seeing;
#[path = "replay/upstream.rs"]
mod upstream;
