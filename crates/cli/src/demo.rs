//! `tokenwire demo`: sizes and speeds on sample completions.

mod live;

use crate::args::Demo;
use crate::compare::{self, Message, Method, Report};
use crate::{failure::Failure, output};
use serde::Deserialize;
use tokenwire::{Encoding, Tokenizer};

#[derive(Deserialize)]
struct Sample {
    text: String,
}

const SAMPLES: &str = include_str!("../../../examples/data/completions.jsonl");

pub(crate) fn run(args: &Demo) -> Result<(), Failure> {
    if args.live {
        return live::run(args);
    }
    let messages = messages(args.encoding)?;
    let methods = Method::for_demo(args.encoding)?;
    let measured = compare::run(&messages, methods, args.encoding, args.quiet)?;
    let report = Report::new(args.encoding, &messages, measured);
    if args.json { output::json(&report) } else { output::show(&report.readable()) }?;
    report.verdict()
}

fn messages(encoding: Encoding) -> Result<Vec<Message>, Failure> {
    let tokenizer = Tokenizer::of(encoding);
    let message = |line| {
        let sample: Sample = serde_json::from_str(line).map_err(|error| Failure::Data(error.to_string()))?;
        Ok(Message::new(sample.text, tokenizer))
    };
    SAMPLES.lines().map(message).collect()
}
