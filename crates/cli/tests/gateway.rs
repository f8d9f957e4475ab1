//! `serve` and `connect`: options, log messages, errors and signals.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

mod common;
#[path = "gateway/options.rs"]
mod options;
#[path = "gateway/refusing.rs"]
mod refusing;
#[path = "gateway/running.rs"]
mod running;
#[cfg(unix)]
#[path = "gateway/stopping.rs"]
mod stopping;
