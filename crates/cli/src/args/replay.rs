//! The command line of `tokenwire replay`.

use clap::Args as ClapArgs;
use std::path::PathBuf;
use tokenwire_replay::{Faults, Pace};

pub(crate) const EXAMPLES: &str = "Examples:
  tokenwire replay
  curl -N http://127.0.0.1:8789/openai-chat/v1/chat/completions
  curl -N http://127.0.0.1:8789/v1/messages -H 'x-replay-fault: cut=20' -H 'x-replay-rate: 5'
  tokenwire replay captures --rate 20 --jitter 0.5 --per-write 4

The first segment of a request's path, its \"model\" or the end of its path says which file; with
\"stream\": true or without a body it gets the stream, otherwise FILE.json. The headers x-replay-rate,
x-replay-jitter, x-replay-per-write and x-replay-fault say for one request what the options say for all.";

#[derive(ClapArgs)]
pub(crate) struct Replay {
    /// Folder of *.sse, *.ndjson and *.json; without it the samples that are built in
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    /// Where to listen; with port 0 on one that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8789")]
    pub(crate) listen: String,
    /// Events a second; 0 for as fast as it goes
    #[arg(long, value_name = "N", default_value_t = 50.0)]
    rate: f64,
    /// How late a write may be, by chance, as a fraction of the time between two: 0 to 1
    #[arg(long, value_name = "FRACTION", default_value_t = 0.0)]
    jitter: f64,
    /// Events a write
    #[arg(long, value_name = "N", default_value_t = 1)]
    per_write: usize,
    /// What goes wrong: stall=N, cut=N, half-utf8=N, error-event=N (after N events), big=BYTES, status=CODE, wrong-type, redirect,
    /// slow-headers=MS, gzip, br, zstd, no-length-json; several with commas
    #[arg(long)]
    pub(crate) fault: Option<Faults>,
}

impl Replay {
    pub(crate) fn pace(&self) -> Pace {
        Pace { rate: self.rate, jitter: self.jitter, per_write: self.per_write }
    }
}
