//! The cost of the gateway: latency, CPU time, memory, bytes on the wire. It reads `/proc`, so it needs Linux.
//!
//! `scripts/measure/gateway.py` runs this benchmark and fills in the documentation. This process is the client, and
//! compares every byte that it receives. Each server is a child process: this program again, with the name of a role
//! as its first argument.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod child;
mod churn;
mod client;
mod cpu;
mod delay;
mod many;
mod measurements;
mod recordings;
mod relay;
mod role;
mod servers;
mod usage;
mod wire;

use measurements::Measurements;
use recordings::Recordings;
use tokio::runtime::{Builder, Runtime};

const USAGE: &str = "\
usage: load MEASURE... [--quick] [--csv FILE] [--long DIR]
MEASURE: delay, cpu, many, churn, wire, or all
--quick     run small loads, only to test the benchmark
--csv FILE  write the results to FILE
--long DIR  stream the answers in DIR, which `scripts/data/streams.py --long DIR` writes, instead of examples/streams";

/// The options of all measures.
struct Options {
    quick: bool,
    recordings: Recordings,
}

impl Options {
    /// Returns `full`, or `quick` with `--quick`.
    fn choose<T>(&self, full: T, quick: T) -> T {
        if self.quick { quick } else { full }
    }
}

fn main() {
    // `cargo bench` always adds `--bench`.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let runtime = runtime(&arguments).unwrap();
    match arguments.split_first() {
        Some((role, rest)) if role::NAMES.contains(&role.as_str()) => runtime.block_on(role::run(role, rest)),
        Some(_) => runtime.block_on(measure(&arguments)),
        None => println!("{USAGE}"),
    }
}

/// Returns the runtime of this process. `connect` has one thread, as in the command `tokenwire connect`.
fn runtime(arguments: &[String]) -> std::io::Result<Runtime> {
    match arguments.first().map(String::as_str) {
        Some("connect") => Builder::new_current_thread().enable_all().build(),
        _ => Runtime::new(),
    }
}

async fn measure(arguments: &[String]) {
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let recordings = Recordings::new(value_after(arguments, "--long"));
    let options = Options { quick: has("--quick"), recordings };
    let mut measurements = Measurements::default();
    let selects = |name: &str| has(name) || has("all");
    if selects("wire") {
        wire::measure(&options, &mut measurements).await;
    }
    if selects("delay") {
        delay::measure(&options, &mut measurements).await;
    }
    if selects("cpu") {
        cpu::measure(&options, &mut measurements).await;
    }
    if selects("many") {
        many::measure(&options, &mut measurements).await;
    }
    if selects("churn") {
        churn::measure(&options, &mut measurements).await;
    }
    measurements.write(value_after(arguments, "--csv"));
}

/// Returns the argument after this option, if there is one.
fn value_after<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1).map(String::as_str)
}
