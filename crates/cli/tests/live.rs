//! `demo --live` and `doctor`: the output and the exit codes.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

mod common;
#[path = "live/doctor.rs"]
mod doctor;
#[path = "live/plain.rs"]
mod plain;
#[cfg(unix)]
#[path = "live/screen.rs"]
mod screen;
#[cfg(unix)]
#[path = "live/terminal.rs"]
mod terminal;
