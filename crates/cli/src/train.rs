//! `tokenwire train`: builds custom tables.
//!
//! `train counts` counts how often each token id occurs in a corpus; `train merge` adds up such counts.

mod batches;
mod counter;
mod counts_file;
mod merge;
mod tally;

use crate::args::train::{CorpusKind, Counts, Train, Weight};
use crate::error::CliError;
use crate::shared::terminal::warn;
use batches::{Batch, BatchReader, BatchSender};
use counter::Counter;
use counts_file::Total;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;
use tally::{CountedVocabulary, Tally};

pub(crate) fn run(args: &Train) -> Result<(), CliError> {
    match args {
        Train::Counts(args) => count(args),
        Train::Merge(args) => merge::run(args),
    }
}

fn count(args: &Counts) -> Result<(), CliError> {
    let vocabulary = vocabulary(args)?;
    let weights = weights(args)?;
    counts_file::check_folder(&args.table)?;
    let reader = BatchReader::new(&args.inputs, args.from, args.quiet)?;
    let counter =
        Counter { vocabulary, inputs: &args.inputs, weights: &weights, keep_going: args.keep_going };
    let tally = count_batches(&counter, threads(args), |sender| reader.read(sender))?;
    print_warnings(&counter, &tally);
    counts_file::write(&total(vocabulary, &weights, tally), &args.table)
}

fn vocabulary(args: &Counts) -> Result<CountedVocabulary, CliError> {
    const MISSING: &str = "the vocabulary is unknown; add --encoding, or --from ids and --size";
    match (args.encoding, args.size) {
        (Some(encoding), _) => Ok(CountedVocabulary::Encoding(encoding)),
        (None, Some(size)) if args.from == Some(CorpusKind::Ids) => Ok(CountedVocabulary::Size(size)),
        _ => Err(CliError::usage(MISSING)),
    }
}

/// Returns the weights, sorted by kind. Fails if a kind has two weights.
fn weights(args: &Counts) -> Result<Vec<Weight>, CliError> {
    let mut weights = args.weights.clone();
    weights.sort();
    match weights.iter().zip(weights.iter().skip(1)).find(|(one, next)| one.kind == next.kind) {
        Some((weight, _)) => {
            Err(CliError::Usage(format!("more than one --weight for `{}`; keep one", weight.kind)))
        }
        None => Ok(weights),
    }
}

fn threads(args: &Counts) -> usize {
    let cores = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
    args.threads.map_or_else(cores, usize::from)
}

/// Warns about weights that apply to no message, and about skipped lines. A failure would lose the finished counts.
fn print_warnings(counter: &Counter<'_>, tally: &Tally) {
    for weight in counter.weights.iter().filter(|weight| !tally.kinds.contains(&weight.kind)) {
        warn(format!("--weight {weight}: no message has this kind; check the spelling"));
    }
    if let Some(first) = &tally.first_skipped {
        let lines = if tally.skipped == 1 { "line" } else { "lines" };
        warn(format!("skipped {} invalid {lines}; the first is {}", tally.skipped, counter.describe(first)));
    }
}

fn total(vocabulary: CountedVocabulary, weights: &[Weight], tally: Tally) -> Total {
    let weights: Vec<String> = weights.iter().map(Weight::to_string).collect();
    Total {
        vocabulary,
        read: Some((tally.messages(), tally.tokens)),
        weights: Some(weights.join(" ")).filter(|weights| !weights.is_empty()),
        counts: tally.counts,
    }
}

/// Counts the batches that `read` sends, on this number of threads, and returns the sum. The result does not depend on
/// the speed of the threads.
fn count_batches(
    counter: &Counter<'_>,
    threads: usize,
    read: impl FnOnce(&BatchSender<'_>) -> Result<(), CliError>,
) -> Result<Tally, CliError> {
    let stop = &AtomicBool::new(false);
    let (queue, receiver) = mpsc::sync_channel(threads);
    // Only the workers own the receiver. If all of them end, the reader's next send fails instead of blocking.
    let receiver = Arc::new(Mutex::new(receiver));
    thread::scope(|scope| {
        let spawn = |receiver: Arc<_>| scope.spawn(move || work(counter, &receiver, stop));
        let workers: Vec<_> = (0..threads).map(|_| Arc::clone(&receiver)).map(spawn).collect();
        drop(receiver);
        let end = read(&BatchSender { queue, stop });
        let mut tally = counter.tally();
        for worker in workers {
            tally.add(
                worker
                    .join()
                    .map_err(|_| CliError::Failed("a counting thread panicked; please report this".into()))?,
            );
        }
        // An invalid line is reported first: it precedes the read error in the input.
        counter.verdict(&tally)?;
        end.map(|()| tally)
    })
}

fn work(counter: &Counter<'_>, batches: &Mutex<Receiver<Batch>>, stop: &AtomicBool) -> Tally {
    let mut tally = counter.tally();
    // Workers receive batches in order and always finish them, so the first invalid line of all inputs is found.
    while !stop.load(Ordering::Relaxed)
        && let Some(batch) = next(batches)
    {
        counter.count(&batch, &mut tally);
        if counter.verdict(&tally).is_err() {
            stop.store(true, Ordering::Relaxed);
        }
    }
    tally
}

fn next(batches: &Mutex<Receiver<Batch>>) -> Option<Batch> {
    batches.lock().ok()?.recv().ok()
}
