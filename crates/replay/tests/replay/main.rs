//! The replayed upstream, over TCP.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

mod choosing;
mod faults;
mod logging;
mod pacing;
mod upstream;
