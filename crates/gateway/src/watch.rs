//! Counts one stream from its beginning to its end.

use crate::metrics::{Metrics, Trouble};
use std::time::Instant;

/// Counts a stream; if it is dropped before its end, the client left.
#[derive(Debug)]
pub(crate) struct Watch {
    pub(crate) metrics: Metrics,
    sums: Sums,
    begin: Instant,
    outcome: Option<&'static str>,
}

/// Of one stream.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    events: usize,
    stream: usize,
    tokens: usize,
}

impl Watch {
    pub(crate) fn new(metrics: Metrics) -> Self {
        metrics.began();
        Self { metrics, sums: Sums::default(), begin: Instant::now(), outcome: None }
    }

    /// Bytes of events.
    pub(crate) fn events(&mut self, bytes: usize) {
        self.sums.events += bytes;
        self.metrics.events(bytes);
    }

    /// Bytes of a token stream.
    pub(crate) fn stream(&mut self, bytes: usize) {
        self.sums.stream += bytes;
        self.metrics.stream(bytes);
    }

    pub(crate) fn tokens(&mut self, count: usize) {
        self.sums.tokens += count;
        self.metrics.tokens(count);
    }

    /// It ended as it should.
    pub(crate) fn whole(&mut self) {
        self.outcome.get_or_insert("whole");
    }

    /// It broke off.
    pub(crate) fn broken(&mut self, kind: Trouble) {
        if self.outcome.replace("broken off").is_none() {
            self.metrics.trouble(kind);
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.metrics.ended();
        let outcome = self.outcome.unwrap_or_else(|| {
            self.metrics.trouble(Trouble::ClientLeft);
            "client left"
        });
        let Sums { events, stream, tokens } = self.sums;
        let seconds = self.begin.elapsed().as_secs_f64();
        tracing::info!(outcome, event_bytes = events, stream_bytes = stream, tokens, seconds, "stream");
    }
}
