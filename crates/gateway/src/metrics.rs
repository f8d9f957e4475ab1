//! Counters, gauges and a histogram, for Prometheus.

use crate::error::ErrorKind;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;
use tokenwire_http::{Counts, Observer, Outcome};

/// The metrics of one proxy. Clones share their values.
#[derive(Debug, Clone)]
pub(crate) struct Metrics(Arc<Instruments>);

#[derive(Debug)]
struct Instruments {
    requests: Counter,
    streams: Counter,
    open: Gauge,
    event_bytes: Counter,
    stream_bytes: Counter,
    tokens: Counter,
    ratio: Gauge<f64, AtomicU64>,
    errors: Family<Labels, Counter>,
    added_latency: Histogram,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    kind: ErrorLabel,
}

/// The label of an error. Dashboards and alerts depend on these names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelValue)]
pub(crate) enum ErrorLabel {
    /// The server cannot be reached, or its certificate is not trusted.
    Unreachable,
    /// The server takes too long.
    Timeout,
    /// The server breaks off in the middle of an answer.
    BrokenOff,
    /// The client disconnects before the end of an answer.
    ClientLeft,
    /// The request cannot be forwarded: too large, an unreadable document, a bad path.
    BadRequest,
    /// There are too many concurrent requests.
    Refused,
    /// A token stream is malformed.
    BadStream,
}

impl From<ErrorKind> for ErrorLabel {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::Busy => Self::Refused,
            ErrorKind::Timeout => Self::Timeout,
            ErrorKind::Unreachable => Self::Unreachable,
            ErrorKind::Config
            | ErrorKind::BadRequest
            | ErrorKind::UnsupportedDocument
            | ErrorKind::TooLarge => Self::BadRequest,
        }
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self(Arc::new(Instruments {
            requests: Counter::default(),
            streams: Counter::default(),
            open: Gauge::default(),
            event_bytes: Counter::default(),
            stream_bytes: Counter::default(),
            tokens: Counter::default(),
            ratio: Gauge::default(),
            errors: Family::default(),
            // From 10 microseconds to about 5 seconds.
            added_latency: Histogram::new(exponential_buckets(1e-5, 2.0, 20)),
        }))
    }
}

impl Metrics {
    /// Returns a registry of all metrics by name.
    pub(crate) fn registry(&self) -> Registry {
        let mut registry = Registry::default();
        let (tokenwire, all) = (registry.sub_registry_with_prefix("tokenwire"), &self.0);
        tokenwire.register("requests", "Requests received, including refused ones", all.requests.clone());
        tokenwire.register("streams", "Answers encoded or decoded as token streams", all.streams.clone());
        tokenwire.register("streams_open", "Token streams that are currently open", all.open.clone());
        tokenwire.register("tokens", "Tokens in token streams", all.tokens.clone());
        let bytes = [
            ("event", "Size of the streamed answers as server-sent events or NDJSON", &all.event_bytes),
            ("stream", "Size of the streamed answers as token streams", &all.stream_bytes),
        ];
        for (name, help, counter) in bytes {
            tokenwire.register_with_unit(name, help, Unit::Bytes, counter.clone());
        }
        let help = "Bytes of events per byte of token streams so far, updated at the end of each stream";
        tokenwire.register("ratio", help, all.ratio.clone());
        tokenwire.register("errors", "Failed requests and broken streams by kind", all.errors.clone());
        let help = "Time from the arrival of an event until it is written, including the flush window";
        tokenwire.register_with_unit("added_latency", help, Unit::Seconds, all.added_latency.clone());
        registry
    }

    pub(crate) fn count_request(&self) {
        self.0.requests.inc();
    }

    pub(crate) fn count_error(&self, kind: ErrorLabel) {
        self.0.errors.get_or_create(&Labels { kind }).inc();
    }
}

impl Observer for Metrics {
    fn on_start(&self) {
        self.0.streams.inc();
        self.0.open.inc();
    }

    fn on_progress(&self, passed: Counts) {
        self.0.event_bytes.inc_by(passed.event_bytes as u64);
        self.0.stream_bytes.inc_by(passed.stream_bytes as u64);
        self.0.tokens.inc_by(passed.tokens as u64);
    }

    fn on_flush(&self, delay: Duration) {
        self.0.added_latency.observe(delay.as_secs_f64());
    }

    fn on_end(&self, outcome: Outcome, total: Counts, duration: Duration) {
        self.0.open.dec();
        let (events, stream) = (self.0.event_bytes.get(), self.0.stream_bytes.get());
        self.0.ratio.set(events as f64 / stream.max(1) as f64);
        let (outcome, error) = match outcome {
            Outcome::Complete => ("complete", None),
            Outcome::Truncated => ("broken off", Some(ErrorLabel::BrokenOff)),
            Outcome::Malformed => ("malformed", Some(ErrorLabel::BadStream)),
            Outcome::Canceled => ("client left", Some(ErrorLabel::ClientLeft)),
        };
        if let Some(error) = error {
            self.count_error(error);
        }
        let Counts { event_bytes, stream_bytes, tokens } = total;
        let seconds = duration.as_secs_f64();
        tracing::info!(outcome, event_bytes, stream_bytes, tokens, seconds, "a token stream ended");
    }
}
