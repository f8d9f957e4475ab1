//! Hooks for metrics and logs.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Receives reports of a layer's token streams, for metrics and logs. By default every method does nothing.
///
/// The layers call these methods while they poll a body, so the methods must not block.
pub trait Observer: fmt::Debug + Send + Sync + 'static {
    /// Reports that a token stream starts.
    fn on_start(&self) {}

    /// Reports the bytes and tokens that passed through a stream since the previous call for the same stream.
    fn on_progress(&self, _passed: Counts) {}

    /// Reports that encoded events are written. `delay` is the time since the first of them arrived.
    fn on_flush(&self, _delay: Duration) {}

    /// Reports that a token stream ends. `total` and `duration` are those of the whole stream.
    fn on_end(&self, _outcome: Outcome, _total: Counts, _duration: Duration) {}
}

/// The bytes and tokens that passed through a stream.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// The bytes of events, as the model server writes them.
    pub event_bytes: usize,
    /// The bytes of the token stream.
    pub stream_bytes: usize,
    /// The tokens in the token stream.
    pub tokens: usize,
}

/// How a token stream ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The stream is complete.
    Complete,
    /// The source failed, or ended before the stream did.
    Truncated,
    /// The stream is malformed, or not a token stream.
    Malformed,
    /// The receiver disconnected before the end of the stream.
    Canceled,
}

/// The default observer, which ignores everything.
#[derive(Debug)]
struct NoObserver;

impl Observer for NoObserver {}

/// Returns an observer that ignores everything.
pub(crate) fn none() -> Arc<dyn Observer> {
    Arc::new(NoObserver)
}

/// Counts the bytes and tokens of one stream, and reports them and its start and end to the observer.
///
/// A recorder that is dropped before [`end`](Self::end) is called reports [`Outcome::Canceled`].
#[derive(Debug)]
pub(crate) struct Recorder {
    observer: Arc<dyn Observer>,
    total: Counts,
    start: Instant,
    outcome: Option<Outcome>,
}

impl Recorder {
    /// Reports the start of a stream.
    pub(crate) fn start(observer: Arc<dyn Observer>) -> Self {
        observer.on_start();
        Self { observer, total: Counts::default(), start: Instant::now(), outcome: None }
    }

    /// Adds to the totals, and reports the progress.
    pub(crate) fn add(&mut self, passed: Counts) {
        self.total.event_bytes += passed.event_bytes;
        self.total.stream_bytes += passed.stream_bytes;
        self.total.tokens += passed.tokens;
        self.observer.on_progress(passed);
    }

    /// Reports a write.
    #[cfg(feature = "encode")]
    pub(crate) fn flushed(&self, delay: Duration) {
        self.observer.on_flush(delay);
    }

    /// Records how the stream ended. Later calls have no effect.
    pub(crate) fn end(&mut self, outcome: Outcome) {
        self.outcome.get_or_insert(outcome);
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        let outcome = self.outcome.unwrap_or(Outcome::Canceled);
        self.observer.on_end(outcome, self.total, self.start.elapsed());
    }
}
