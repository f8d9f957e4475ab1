//! What the gateway costs: delay, processor, memory, bytes on the wire. `scripts/measure/gateway.py` runs this; it needs Linux's /proc.
//!
//! Each server is a process of its own, which is this command again with the name of its role. This process is the client, and
//! compares every byte that comes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod child;
mod churn;
mod client;
mod cpu;
mod delay;
mod figures;
mod many;
mod recordings;
mod relay;
mod role;
mod servers;
mod usage;
mod wire;

use figures::Figures;
use recordings::Recordings;
use tokio::runtime::{Builder, Runtime};

const USAGE: &str = "\
usage: load MEASURE... [--quick] [--csv FILE] [--long DIR]
measures: delay, cpu, many, churn, wire; all
--long: answers of `scripts/data/streams.py --long DIR`; without, those of examples/streams";

/// What a measure is told.
struct Plan {
    quick: bool,
    recordings: Recordings,
}

impl Plan {
    /// The one or, where it only has to run, the other.
    fn either<T>(&self, full: T, quick: T) -> T {
        if self.quick { quick } else { full }
    }
}

fn main() {
    // `cargo bench` says `--bench` to everybody.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let runtime = runtime(&arguments).unwrap();
    match arguments.split_first() {
        Some((role, rest)) if role::NAMES.contains(&role.as_str()) => runtime.block_on(role::run(role, rest)),
        Some(_) => runtime.block_on(measure(&arguments)),
        None => println!("{USAGE}"),
    }
}

/// `connect` has one thread, as the command gives it.
fn runtime(arguments: &[String]) -> std::io::Result<Runtime> {
    match arguments.first().map(String::as_str) {
        Some("connect") => Builder::new_current_thread().enable_all().build(),
        _ => Runtime::new(),
    }
}

async fn measure(arguments: &[String]) {
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let plan = Plan { quick: has("--quick"), recordings: Recordings::new(after(arguments, "--long")) };
    let mut figures = Figures::default();
    let wants = |name: &str| has(name) || has("all");
    if wants("wire") {
        wire::measure(&plan, &mut figures).await;
    }
    if wants("delay") {
        delay::measure(&plan, &mut figures).await;
    }
    if wants("cpu") {
        cpu::measure(&plan, &mut figures).await;
    }
    if wants("many") {
        many::measure(&plan, &mut figures).await;
    }
    if wants("churn") {
        churn::measure(&plan, &mut figures).await;
    }
    figures.write(after(arguments, "--csv"));
}

fn after<'a>(arguments: &'a [String], name: &str) -> Option<&'a str> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1).map(String::as_str)
}
