//! Measures the time per message by the length of messages. All methods are interleaved.
//!
//! Run `cargo bench -p tokenwire-bench --bench cost`. `scripts/measure/benchmarks.py` does so too.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;
use tokenwire_bench::{
    Arguments, Corpus, Csv, ENCODING, Message, Pass, Timing, all, cut, in_turns, messages,
};

const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];
/// The measured methods. Every other method takes about as long as one of these.
const METHODS: [&str; 8] = [
    "tacc's path",
    "thrift@tacc-0.1.0",
    "thrift@chat-2026",
    "prefix@chat-2026",
    "stable@chat-2026",
    "gzip-6",
    "zstd-19 + dictionary",
    "brotli-11",
];

fn main() {
    let arguments = Arguments::read();
    let corpus = Corpus::chat(&arguments.corpus);
    let messages = messages(&corpus, ENCODING);
    let mut csv = Csv::new("set,tokens,method,direction,messages,median_ns_per_message,min_ns_per_message");
    println!("{}: nanoseconds per message\n", corpus.name);
    println!("{:>6} {:<30}{:>14}{:>14}", "tokens", "method", "median", "minimum");
    for tokens in SIZES {
        for timing in timed(&cut(&messages, tokens, ENCODING), &arguments) {
            let row = row(&corpus.name, tokens, &timing);
            println!("{:>6} {:<22}{:<8}{:>14}{:>14}", row[1], row[2], row[3], row[5], row[6]);
            csv.row(&row);
        }
    }
    csv.write(arguments.csv.as_deref());
}

fn timed(messages: &[Message], arguments: &Arguments) -> Vec<Timing> {
    let methods = methods(&arguments.corpus);
    let passes = methods.into_iter().flat_map(|method| Pass::both(method, &messages.into()));
    in_turns(passes.collect(), arguments.rounds().div_ceil(2))
}

fn methods(corpus: &Path) -> Vec<tokenwire_bench::Method> {
    all(ENCODING, corpus).into_iter().filter(|method| METHODS.contains(&method.name)).collect()
}

fn row(set: &str, tokens: usize, timing: &Timing) -> [String; 7] {
    let messages = timing.pass.messages as f64;
    [
        set.into(),
        tokens.to_string(),
        timing.pass.method.into(),
        timing.pass.direction.into(),
        timing.pass.messages.to_string(),
        format!("{:.0}", timing.median / messages),
        format!("{:.0}", timing.minimum / messages),
    ]
}
