//! All cores: this thread reads, the others count. What they find does not depend on who is faster.

use super::batch::Batch;
use super::counter::Counter;
use super::tally::Tally;
use crate::failure::Failure;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex};
use std::thread;

/// Where the reader puts its batches; it waits while as many as there are workers lie there.
pub(super) struct Feed<'a> {
    sender: SyncSender<Batch>,
    stop: &'a AtomicBool,
}

impl Feed<'_> {
    /// `false` if nobody wants more.
    pub(super) fn send(&self, batch: Batch) -> bool {
        !self.stop.load(Ordering::Relaxed) && self.sender.send(batch).is_ok()
    }
}

/// Counts what `read` sends.
pub(super) fn count(
    counter: &Counter<'_>,
    threads: usize,
    read: impl FnOnce(&Feed<'_>) -> Result<(), Failure>,
) -> Result<Tally, Failure> {
    let stop = &AtomicBool::new(false);
    let (sender, receiver) = mpsc::sync_channel(threads);
    // Theirs alone: were they all gone, the reader would not wait for them.
    let receiver = Arc::new(Mutex::new(receiver));
    thread::scope(|scope| {
        let spawn = |receiver: Arc<_>| scope.spawn(move || work(counter, &receiver, stop));
        let workers: Vec<_> = (0..threads).map(|_| Arc::clone(&receiver)).map(spawn).collect();
        drop(receiver);
        let end = read(&Feed { sender, stop });
        let mut tally = counter.tally();
        for worker in workers {
            tally.add(worker.join().map_err(|_| Failure::Data("a counting thread broke down".into()))?);
        }
        // A bad line comes before what stopped the reader.
        counter.verdict(&tally)?;
        end.map(|()| tally)
    })
}

fn work(counter: &Counter<'_>, batches: &Mutex<Receiver<Batch>>, stop: &AtomicBool) -> Tally {
    let mut tally = counter.tally();
    // Batches are taken in their order and then always finished: of all bad lines the first is found.
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
