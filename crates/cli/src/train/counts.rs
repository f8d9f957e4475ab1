//! `tokenwire train counts`: a corpus -> how often each token id is in it.

use super::counter::Counter;
use super::reader::Reader;
use super::tally::Tally;
use super::total::Total;
use super::vocab::Vocab;
use super::weight::Weight;
use super::{table, workers};
use crate::args::train::Counts;
use crate::corpus::Form;
use crate::failure::Failure;
use std::num::NonZeroUsize;
use std::thread;

pub(super) fn run(args: &Counts) -> Result<(), Failure> {
    let vocab = vocab(args)?;
    let weights = weights(args)?;
    table::check(&args.finish)?;
    let form = if args.ids { Some(Form::Ids) } else { args.input };
    let reader = Reader::new(&args.inputs, form, args.quiet)?;
    let counter = Counter { vocab, inputs: &args.inputs, weights: &weights, keep_going: args.keep_going };
    let tally = workers::count(&counter, threads(args), |feed| reader.read(feed))?;
    tell(&counter, &tally);
    table::write(&total(vocab, &weights, tally), &args.finish)
}

fn vocab(args: &Counts) -> Result<Vocab, Failure> {
    const MISSING: &str = "whose ids? say it with --encoding, or with --ids and --size";
    let vocab = args.encoding.map(Vocab::Of).or(args.size.map(Vocab::Size));
    vocab.ok_or_else(|| Failure::Usage(MISSING.into()))
}

/// By kind, each once.
fn weights(args: &Counts) -> Result<Vec<Weight>, Failure> {
    let mut weights = args.weights.clone();
    weights.sort();
    match weights.iter().zip(weights.iter().skip(1)).find(|(one, next)| one.kind == next.kind) {
        Some((weight, _)) => Err(Failure::Usage(format!("more than one --weight for `{}`", weight.kind))),
        None => Ok(weights),
    }
}

fn threads(args: &Counts) -> usize {
    let cores = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
    args.threads.map_or_else(cores, usize::from)
}

/// What is no failure: the work is done and would be lost.
fn tell(counter: &Counter<'_>, tally: &Tally) {
    for weight in counter.weights.iter().filter(|weight| !tally.kinds.contains(&weight.kind)) {
        super::warn(format!("--weight {weight}: there is no message of that kind"));
    }
    if let Some(bad) = &tally.bad {
        let lines = if tally.skipped == 1 { "line" } else { "lines" };
        super::warn(format!("skipped {} {lines}, the first: {}", tally.skipped, counter.place(bad)));
    }
}

fn total(vocab: Vocab, weights: &[Weight], tally: Tally) -> Total {
    let weights: Vec<String> = weights.iter().map(Weight::to_string).collect();
    Total {
        vocab,
        read: Some((tally.messages(), tally.tokens)),
        weights: Some(weights.join(" ")).filter(|weights| !weights.is_empty()),
        counts: tally.counts,
    }
}
