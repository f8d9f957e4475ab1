//! `tokenwire doctor`: whether token streams come through from a server.

mod table;

use crate::args::doctor::Doctor;
use crate::{failure::Failure, output};
use std::fs;
use tokenwire_gateway::doctor::Examination;
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
    const AS: &str = "it has to be as http://127.0.0.1:8790";
    let ca = args.ca.as_ref().map(|path| fs::read(path).map_err(|error| Failure::file(path, error)));
    Ok(Examination {
        url: args.url.parse().map_err(|error| Failure::Usage(format!("not a URL ({error}); {AS}")))?,
        timeout: args.timeout.0,
        ca: ca.transpose()?,
        any_certificate: args.insecure,
    })
}
