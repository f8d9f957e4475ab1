//! `tokenwire train`: tables of one's own.

mod batch;
mod counter;
mod counts;
mod header;
mod ids;
mod merge;
mod reader;
mod table;
mod tally;
mod total;
mod vocab;
mod weight;
mod workers;

pub(crate) use weight::Weight;

use crate::args::train::Train;
use crate::failure::Failure;
use std::fmt::Display;
use std::io::Write;

/// Says what is odd but no failure.
fn warn(message: impl Display) {
    let yellow = anstyle::AnsiColor::Yellow.on_default().bold();
    // If standard error is gone, there is nobody to warn.
    let _ = writeln!(anstream::stderr(), "{yellow}warning:{yellow:#} {message}");
}

pub(crate) fn run(args: &Train) -> Result<(), Failure> {
    match args {
        Train::Counts(args) => counts::run(args),
        Train::Merge(args) => merge::run(args),
    }
}
