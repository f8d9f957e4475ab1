//! What a gateway counts, for Prometheus.

use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

/// Counters of what passes. Clones count together.
#[derive(Debug, Clone)]
pub struct Metrics(Arc<Counts>);

#[derive(Debug)]
struct Counts {
    requests: Counter,
    streams: Counter,
    open: Gauge,
    event_bytes: Counter,
    stream_bytes: Counter,
    tokens: Counter,
    ratio: Gauge<f64, AtomicU64>,
    errors: Family<Labels, Counter>,
    added: Histogram,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    kind: Trouble,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelValue)]
pub(crate) enum Trouble {
    /// The far side cannot be reached, or is not who it should be.
    Unreachable,
    /// The far side takes too long.
    Timeout,
    /// The far side broke off in the middle of an answer.
    BrokenOff,
    /// The client left in the middle of an answer.
    ClientLeft,
    /// The request cannot be sent on: too large, no document, no path.
    BadRequest,
    /// Too many requests at a time.
    Refused,
    /// What should be a token stream is none, or is damaged.
    BadStream,
}

impl Default for Metrics {
    fn default() -> Self {
        Self(Arc::new(Counts {
            requests: Counter::default(),
            streams: Counter::default(),
            open: Gauge::default(),
            event_bytes: Counter::default(),
            stream_bytes: Counter::default(),
            tokens: Counter::default(),
            ratio: Gauge::default(),
            errors: Family::default(),
            // 10 microseconds to some 5 seconds.
            added: Histogram::new(exponential_buckets(1e-5, 2.0, 20)),
        }))
    }
}

impl Metrics {
    /// Names everything, so that it can be read.
    pub fn register(&self, registry: &mut Registry) {
        let (own, all) = (registry.sub_registry_with_prefix("tokenwire"), &self.0);
        own.register("requests", "Requests taken", all.requests.clone());
        own.register("streams", "Answers that travelled as token streams", all.streams.clone());
        own.register("streams_open", "Token streams that are open", all.open.clone());
        own.register("tokens", "Tokens in token streams", all.tokens.clone());
        let bytes = [
            ("event", "Size of those answers as events of the server", &all.event_bytes),
            ("stream", "Size of those answers as token streams", &all.stream_bytes),
        ];
        for (name, help, counter) in bytes {
            own.register_with_unit(name, help, Unit::Bytes, counter.clone());
        }
        own.register("ratio", "Bytes of events for each byte of a token stream, so far", all.ratio.clone());
        own.register("errors", "What went wrong, by kind", all.errors.clone());
        let help = "Time from an event's arrival to its write, the wait for others included";
        own.register_with_unit("added_latency", help, Unit::Seconds, all.added.clone());
    }

    pub(crate) fn request(&self) {
        self.0.requests.inc();
    }

    pub(crate) fn trouble(&self, kind: Trouble) {
        self.0.errors.get_or_create(&Labels { kind }).inc();
    }

    pub(crate) fn began(&self) {
        self.0.streams.inc();
        self.0.open.inc();
    }

    pub(crate) fn ended(&self) {
        self.0.open.dec();
        let (events, stream) = (self.0.event_bytes.get(), self.0.stream_bytes.get());
        self.0.ratio.set(events as f64 / stream.max(1) as f64);
    }

    pub(crate) fn events(&self, bytes: usize) {
        self.0.event_bytes.inc_by(bytes as u64);
    }

    pub(crate) fn stream(&self, bytes: usize) {
        self.0.stream_bytes.inc_by(bytes as u64);
    }

    pub(crate) fn tokens(&self, count: usize) {
        self.0.tokens.inc_by(count as u64);
    }

    pub(crate) fn added(&self, time: Duration) {
        self.0.added.observe(time.as_secs_f64());
    }
}
