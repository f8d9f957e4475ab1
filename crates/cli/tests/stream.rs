//! `stream`: every response round-trips, event by event, and an error is reported after the events before it.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, missing_docs)]

#[path = "stream/choosing.rs"]
mod choosing;
mod common;
#[path = "stream/failing.rs"]
mod failing;
#[path = "stream/inspecting.rs"]
mod inspecting;
#[cfg(unix)]
#[path = "stream/live.rs"]
mod live;
#[path = "stream/measuring.rs"]
mod measuring;
#[path = "stream/round_trip.rs"]
mod round_trip;
#[path = "stream/samples.rs"]
mod samples;
#[cfg(unix)]
#[path = "stream/terminal.rs"]
mod terminal;
