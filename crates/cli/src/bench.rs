//! `tokenwire bench`: sizes and speeds on messages of one's own.

use crate::args::Bench;
use crate::compare::{self, Message, Method, Report};
use crate::corpus::{self, Messages};
use crate::{failure::Failure, output, progress};
use tokenwire::Tokenizer;

pub(crate) fn run(args: &Bench) -> Result<(), Failure> {
    let messages = messages(args)?;
    let methods = Method::for_bench(args.encoding)?;
    let measured = compare::run(&messages, methods, args.encoding, args.quiet)?;
    let report = Report::new(args.encoding, &messages, measured);
    if args.json { output::json(&report) } else { output::show(&report.readable()) }?;
    report.verdict()
}

fn messages(args: &Bench) -> Result<Vec<Message>, Failure> {
    let tokenizer = Tokenizer::of(args.encoding);
    let size = std::fs::metadata(&args.file).map_or(0, |file| file.len());
    let bar = progress::bytes("reading", size, args.quiet);
    let mut messages = Vec::new();
    for message in Messages::open(&args.file, &bar)? {
        let (_, message) = message?;
        if args.up_to.is_none_or(|most| message.text.len() <= most) {
            messages.push(Message::new(message.text, tokenizer));
        }
    }
    if messages.is_empty() {
        return Err(Failure::Data(format!("{}: no message to measure", corpus::name(&args.file))));
    }
    Ok(messages)
}
