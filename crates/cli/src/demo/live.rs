//! `tokenwire demo --live`: an answer on its way through both proxies.

mod answer;
mod chain;
mod client;
mod delay;
mod incoming;
mod meter;
mod play;
mod relay;
mod report;
mod screen;

use crate::args::Demo;
use crate::error::CliError;
use crate::shared::{output, runtime};
use tokenwire_replay::Pace;

pub(super) fn run(args: &Demo) -> Result<(), CliError> {
    let pace = Pace { rate: args.rate, ..Pace::default() };
    pace.check().map_err(|message| CliError::Usage(format!("--rate: {message}")))?;
    let report = runtime::run(play_until_stopped(args))?;
    if args.json { output::json(&report) } else { output::show(&report.readable()) }
}

async fn play_until_stopped(args: &Demo) -> Result<report::Report, CliError> {
    let stop = runtime::stop_signal()?;
    tokio::select! {
        played = play::play(args) => played,
        () = stop => Err(CliError::Interrupted),
    }
}
