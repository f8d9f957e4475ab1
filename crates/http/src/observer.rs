//! Hooks for metrics and logs.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Receives what passes through a layer's token streams, to count or to log it. Every method does nothing by default.
///
/// The layers call it while they poll a body, so it must not block.
pub trait Observer: fmt::Debug + Send + Sync + 'static {
    /// A token stream starts.
    fn on_start(&self) {}

    /// These bytes and tokens passed since the previous call for the same stream.
    fn on_progress(&self, _passed: Counts) {}

    /// Encoded events are written, `delay` after the first of them arrived.
    fn on_flush(&self, _delay: Duration) {}

    /// A token stream ends. `total` and `duration` are those of the whole stream.
    fn on_end(&self, _outcome: Outcome, _total: Counts, _duration: Duration) {}
}

/// What passed through a stream.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Bytes of events, as clients and model servers see them.
    pub event_bytes: usize,
    /// Bytes of the token stream.
    pub stream_bytes: usize,
    /// Tokens in the token stream.
    pub tokens: usize,
}

/// How a token stream ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is complete.
    Complete,
    /// Its source broke off.
    Truncated,
    /// It is damaged, or no token stream.
    Malformed,
    /// The receiver left before its end.
    Canceled,
}

/// The observer that a layer has unless it was given another.
#[derive(Debug)]
struct NoObserver;

impl Observer for NoObserver {}

/// Returns the observer that ignores everything.
pub(crate) fn none() -> Arc<dyn Observer> {
    Arc::new(NoObserver)
}

/// Counts one stream from its start to its end and reports both to the observer.
///
/// A recorder that is dropped before [`end`](Self::end) was called reports that the receiver left.
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

    /// Counts what passed.
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

    /// Remembers how the stream ended; the first call counts.
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
