//! `tokenwire stream stats`: what answers cost, event by event, as streams and otherwise.

mod back;
mod others;
mod padding;
mod report;
mod row;
mod tokens;

pub(crate) use others::gzip_flushed;

use crate::args::stream::Stats;
use crate::{failure::Failure, output};
use row::Row;

pub(super) fn run(args: &Stats) -> Result<(), Failure> {
    let rows = args.files.iter().map(|path| Row::of(path, &args.form)).collect::<Result<Vec<_>, _>>()?;
    if args.json { output::json(&rows) } else { output::show(&report::readable(&rows)) }
}
