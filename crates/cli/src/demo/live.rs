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
use crate::{failure::Failure, output, stop};
use tokenwire_replay::Pace;
use tokio::runtime::Runtime;

pub(super) fn run(args: &Demo) -> Result<(), Failure> {
    let pace = Pace { rate: args.rate, ..Pace::default() };
    pace.check().map_err(|message| Failure::Usage(format!("--rate: {message}")))?;
    let runtime = Runtime::new()?;
    let played = runtime.block_on(until_stopped(args));
    // Nobody is left whom the servers would have to serve.
    runtime.shutdown_background();
    let report = played?;
    if args.json { output::json(&report) } else { output::show(&report.readable()) }
}

async fn until_stopped(args: &Demo) -> Result<report::Report, Failure> {
    let stop = stop::asked()?;
    tokio::select! {
        played = play::play(args) => played,
        () = stop => Err(Failure::Stopped),
    }
}
