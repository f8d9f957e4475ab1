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

pub(crate) fn run(args: &Train) -> Result<(), Failure> {
    match args {
        Train::Counts(args) => counts::run(args),
        Train::Merge(args) => merge::run(args),
    }
}
