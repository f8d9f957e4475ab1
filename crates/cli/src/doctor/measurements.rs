//! Evaluates the arrival times and the sizes of events.

use crate::shared::compressors;
use serde::Serialize;
use std::time::Duration;
use tokenwire_http::probe::INTERVAL;

/// The arrivals of events that were sent at intervals of a tenth of a second.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Pacing {
    /// The number of events.
    pub(crate) events: usize,
    /// The number of bursts in which they arrived. A burst ends with a gap of more than a quarter of the interval.
    pub(crate) arrivals: usize,
    /// The largest delay of an event, relative to the event with the smallest delay.
    pub(crate) held_ms: u64,
}

impl Pacing {
    /// Evaluates the arrival times of events. Returns `None` if there are fewer than three.
    pub(super) fn from_times(times: &[Duration]) -> Option<Self> {
        let gaps = times.windows(2).filter(|two| matches!(two, [a, b] if *b > *a + INTERVAL / 4)).count();
        (times.len() > 2).then(|| Self { events: times.len(), arrivals: 1 + gaps, held_ms: max_delay(times) })
    }

    /// Returns whether there are fewer than half as many bursts as events. On a busy machine, a few events share a
    /// burst.
    pub(crate) fn is_buffered(&self) -> bool {
        self.arrivals * 2 < self.events
    }
}

fn max_delay(times: &[Duration]) -> u64 {
    let delays = times.iter().zip(0_i64..).map(|(time, n)| millis(*time) - millis(INTERVAL) * n);
    let (min, max) = delays.fold((i64::MAX, i64::MIN), |(min, max), delay| (min.min(delay), max.max(delay)));
    max.saturating_sub(min).unsigned_abs()
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

/// The sizes of the probe's events in bytes. Each event is flushed by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Sizes {
    /// The number of tokens in the events.
    pub(crate) tokens: usize,
    /// The size of the events.
    pub(crate) sse: usize,
    /// The size of the events, compressed with gzip.
    pub(crate) gzip: usize,
    /// The size of the token stream.
    pub(crate) stream: usize,
}

impl Sizes {
    /// Computes the sizes. Returns `None` if there are no tokens to compare.
    pub(super) fn new(events: &[Vec<u8>], tokens: usize, stream: usize) -> Option<Self> {
        let sse = events.iter().map(Vec::len).sum();
        let gzip = compressors::gzip_flushed(events).ok()?;
        (tokens > 0 && stream > 0).then_some(Self { tokens, sse, gzip, stream })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(millis: &[u64]) -> (usize, u64, bool) {
        let times: Vec<_> = millis.iter().map(|millis| Duration::from_millis(*millis)).collect();
        let pacing = Pacing::from_times(&times).unwrap();
        (pacing.arrivals, pacing.held_ms, pacing.is_buffered())
    }

    #[test]
    fn an_even_pace_is_not_buffered() {
        assert_eq!(judge(&[5, 105, 206, 309, 404, 505]), (6, 5, false));
        // A busy machine: two pairs arrived together.
        assert_eq!(judge(&[0, 180, 200, 380, 400, 500, 600, 700]), (6, 80, false));
    }

    #[test]
    fn bursts_are_buffered() {
        assert_eq!(judge(&[1000; 11]), (1, 1000, true));
        assert_eq!(judge(&[300, 300, 300, 300, 700, 700, 700, 700, 1000, 1000, 1000]), (3, 300, true));
        assert_eq!(Pacing::from_times(&[]), None);
    }
}
