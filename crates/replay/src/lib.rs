//! A model server that replays recorded answers on any path, at a chosen pace, with faults on request.
//!
//! `tokenwire replay` and `tokenwire demo --live` run it, and the gateway's load benchmark uses it as the upstream.
//! These request headers override its defaults for one request:
//!
//! | request header | sets |
//! |---|---|
//! | `x-replay-rate`, `x-replay-jitter`, `x-replay-per-write` | the [`Pace`] |
//! | `x-replay-fault` | the [`Faults`] |
//!
//! | module | contents |
//! |---|---|
//! | `recording`, `catalog` | recorded answers, split into events; the recordings by name |
//! | `shape` | new events in the format of the recorded server |
//! | `compression`, `faults`, `pace` | the options of a request: [`Faults`], [`Pace`] |
//! | `request_log` | the requests, and how their answers ended: [`LogSnapshot`] |
//! | `script`, `playback` | the writes of one answer; the body that performs them in time |
//! | `error_response`, `selection`, `state`, `answer` | the answer to a request |
//! | `server` | [`Replay`] |
//!
//! A module imports only from modules above it.

mod answer;
mod catalog;
mod compression;
mod error_response;
mod faults;
mod pace;
mod playback;
mod recording;
mod request_log;
mod script;
mod selection;
mod server;
mod shape;
mod state;

pub use faults::{Faults, ParseFaultsError};
pub use pace::Pace;
pub use request_log::{LogSnapshot, LoggedRequest};
pub use server::Replay;
