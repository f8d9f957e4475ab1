//! Workers on all cores: one thread reads, the others count. The result does not depend on their speed.

use super::batches::{Batch, BatchSender};
use super::counter::Counter;
use super::tally::Tally;
use crate::error::CliError;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;

/// Counts the batches that `read` sends, and returns the sum.
pub(super) fn count(
    counter: &Counter<'_>,
    threads: usize,
    read: impl FnOnce(&BatchSender<'_>) -> Result<(), CliError>,
) -> Result<Tally, CliError> {
    let stop = &AtomicBool::new(false);
    let (queue, receiver) = mpsc::sync_channel(threads);
    // The workers alone own the receiver. If all of them end, the reader's next send fails instead of blocking.
    let receiver = Arc::new(Mutex::new(receiver));
    thread::scope(|scope| {
        let spawn = |receiver: Arc<_>| scope.spawn(move || work(counter, &receiver, stop));
        let workers: Vec<_> = (0..threads).map(|_| Arc::clone(&receiver)).map(spawn).collect();
        drop(receiver);
        let end = read(&BatchSender { queue, stop });
        let mut tally = counter.tally();
        for worker in workers {
            tally.add(worker.join().map_err(|_| CliError::Failed("a counting thread broke down".into()))?);
        }
        // An invalid line comes before an error that stopped the reader.
        counter.verdict(&tally)?;
        end.map(|()| tally)
    })
}

fn work(counter: &Counter<'_>, batches: &Mutex<Receiver<Batch>>, stop: &AtomicBool) -> Tally {
    let mut tally = counter.tally();
    // Batches are received in order and always finished, so the first of all invalid lines is found.
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
