//! The replay server over TCP.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

mod faults;
mod logging;
mod pacing;
mod selection;
mod upstream;
