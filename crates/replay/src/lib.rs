//! A model server that replays recorded answers, on any path, at a pace, with faults on request.
//!
//! `tokenwire replay` and `tokenwire demo --live` serve it, and the gateway's load bench measures against it.
//!
//! | request header | sets, for this request |
//! |---|---|
//! | `x-replay-rate`, `x-replay-jitter`, `x-replay-per-write` | the [`Pace`] |
//! | `x-replay-fault` | the [`Faults`] |
//!
//! | module | contents |
//! |---|---|
//! | `recording`, `catalog` | recorded answers, split into events; recordings by name |
//! | `shape` | events as the recorded server would write them |
//! | `compression`, `faults`, `pace` | the options of a request: [`Faults`], [`Pace`] |
//! | `request_log` | requests and how their answers ended: [`LogSnapshot`] |
//! | `script`, `playback` | the writes of one answer, and their times |
//! | `error_response`, `selection`, `state`, `answer` | the answer to a request |
//! | `server` | [`Replay`] |
//!
//! Imports run in this order.

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
