//! `tokenwire demo`: sizes and speeds on sample completions, each verified lossless.

mod measure;
mod method;
mod report;

use crate::{args::Demo, failure::Failure, output, progress};
use measure::Measured;
use method::Method;
use serde::Deserialize;
use tokenwire::{Encoding, Tokenizer, Vocabulary};

/// One completion and its token ids.
struct Message {
    text: String,
    ids: Vec<u32>,
}

#[derive(Deserialize)]
struct Sample {
    text: String,
}

const SAMPLES: &str = include_str!("../../../examples/data/completions.jsonl");

pub(crate) fn run(args: &Demo) -> Result<(), Failure> {
    let messages = messages(args.encoding)?;
    let methods = Method::all(args.encoding);
    let bar = progress::steps("measuring", methods.len() as u64, args.quiet);
    let mut measured = Vec::new();
    for method in &methods {
        measured.push(Measured::of(method, &messages, Vocabulary::of(args.encoding))?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    let report = report::Report::new(args.encoding, &messages, measured);
    if args.json { output::json(&report) } else { output::show(&report.readable()) }?;
    report.verdict()
}

fn messages(encoding: Encoding) -> Result<Vec<Message>, Failure> {
    let tokenizer = Tokenizer::of(encoding);
    SAMPLES
        .lines()
        .map(|line| {
            let sample: Sample =
                serde_json::from_str(line).map_err(|error| Failure::Data(error.to_string()))?;
            let ids = tokenizer.encode(&sample.text);
            Ok(Message { text: sample.text, ids })
        })
        .collect()
}
