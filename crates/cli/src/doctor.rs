//! `tokenwire doctor`: whether token streams arrive from a server complete and without delay.

mod advice;
mod client;
mod error;
mod examination;
mod findings;
mod measurements;
mod report;
mod response;
mod table;
#[cfg(test)]
mod tests;

use crate::args::doctor::Doctor;
use crate::{failure::Failure, output};
use examination::Examination;
use std::fs;
use tokenwire_gateway::BaseUrl;
use tokio::runtime::Runtime;

pub(crate) fn run(args: &Doctor) -> Result<(), Failure> {
    let examination = examination(args)?;
    let runtime = Runtime::new()?;
    let report = runtime.block_on(examination.run());
    // A name that is still being looked up would be waited for.
    runtime.shutdown_background();
    let report = report.map_err(Failure::Usage)?;
    if args.json { output::json(&report) } else { output::show(&table::readable(&report)) }?;
    if report.good { Ok(()) } else { Err(Failure::Said) }
}

fn examination(args: &Doctor) -> Result<Examination, Failure> {
    let server = args.url.parse::<BaseUrl>();
    let ca = args.ca.as_ref().map(|path| fs::read(path).map_err(|error| Failure::file(path, error)));
    Ok(Examination {
        server: server
            .map_err(|error| Failure::Usage(format!("{error}; it has to be as http://127.0.0.1:8790")))?,
        timeout: args.timeout.0,
        trusted_certificates: ca.transpose()?,
        accept_any_certificate: args.insecure,
    })
}
