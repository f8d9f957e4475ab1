//! `tokenwire demo`: compares sizes and speeds on built-in sample completions.

mod live;

use crate::args::Demo;
use crate::bench::{self, Flags, Message, Method};
use crate::error::CliError;
use serde::Deserialize;
use tokenwire::{Encoding, Tokenizer};

#[derive(Deserialize)]
struct Sample {
    text: String,
}

const SAMPLES: &str = include_str!("../../../examples/data/completions.jsonl");

pub(crate) fn run(args: &Demo) -> Result<(), CliError> {
    if args.live {
        return live::run(args);
    }
    let messages = sample_messages(args.encoding)?;
    let methods = Method::for_demo(args.encoding)?;
    bench::compare(&messages, methods, args.encoding, &Flags { json: args.json, quiet: args.quiet })
}

fn sample_messages(encoding: Encoding) -> Result<Vec<Message>, CliError> {
    let tokenizer = Tokenizer::new(encoding);
    let message = |line| {
        let sample: Sample =
            serde_json::from_str(line).map_err(|error| CliError::Failed(error.to_string()))?;
        Ok(Message::new(sample.text, tokenizer))
    };
    SAMPLES.lines().map(message).collect()
}
