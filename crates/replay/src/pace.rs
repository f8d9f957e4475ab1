//! Decides when the events of a stream are written.

use http::HeaderMap;
use std::str::FromStr;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// The speed at which a stream's events are written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Events per second, or 0 for as fast as possible.
    pub rate: f64,
    /// The maximum random delay of a write, as a fraction of the time between two writes: 0 to 1.
    pub jitter: f64,
    /// Events per write.
    pub per_write: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self { rate: 0.0, jitter: 0.0, per_write: 1 }
    }
}

impl Pace {
    /// Returns this pace if its numbers are in range.
    ///
    /// # Errors
    /// If a number is out of range. The error describes the valid range.
    pub fn check(self) -> Result<Self, &'static str> {
        match self {
            Self { rate, .. } if !(rate == 0.0 || (0.001..=1e6).contains(&rate)) => {
                Err("the rate must be 0 (as fast as possible) or 0.001 to 1000000 events per second")
            }
            Self { jitter, .. } if !(0.0..=1.0).contains(&jitter) => {
                Err("the jitter must be 0 to 1, a fraction of the time between two writes")
            }
            Self { per_write: 0, .. } => Err("the number of events per write must be at least 1"),
            pace => Ok(pace),
        }
    }

    /// Returns this pace with the numbers in a request's headers in place of its own.
    pub(crate) fn with_headers(self, headers: &HeaderMap) -> Result<Self, String> {
        let pace = Self {
            rate: number(headers, "x-replay-rate")?.unwrap_or(self.rate),
            jitter: number(headers, "x-replay-jitter")?.unwrap_or(self.jitter),
            per_write: number(headers, "x-replay-per-write")?.unwrap_or(self.per_write),
        };
        pace.check().map_err(ToOwned::to_owned)
    }

    /// Starts the clock of one stream.
    pub(crate) fn clock(self) -> Clock {
        let gap = if self.rate > 0.0 { self.per_write as f64 / self.rate } else { 0.0 };
        Clock { start: Instant::now(), gap, jitter: self.jitter, ticks: 0 }
    }
}

/// Parses the number in a header, or returns `None` if the header is absent.
fn number<T: FromStr>(headers: &HeaderMap, name: &str) -> Result<Option<T>, String> {
    let parse = |value: &http::HeaderValue| {
        let parsed = value.to_str().ok().and_then(|text| text.trim().parse().ok());
        parsed.ok_or_else(|| format!("the header {name} is not a valid number: expected one such as 20"))
    };
    headers.get(name).map(parse).transpose()
}

/// Paces the writes of a stream. Each write is due at a fixed time after the start, so a late write does not delay
/// later ones.
#[derive(Debug)]
pub(crate) struct Clock {
    start: Instant,
    /// The time between two writes in seconds.
    gap: f64,
    jitter: f64,
    ticks: u32,
}

impl Clock {
    /// Waits until the next write is due.
    pub(crate) async fn tick(&mut self) {
        if let Some(due) = self.due() {
            sleep_until(due).await;
        }
    }

    /// Returns when the next write is due, or `None` if it is due now.
    fn due(&mut self) -> Option<Instant> {
        if self.gap == 0.0 {
            return None;
        }
        let delay = if self.jitter > 0.0 { self.jitter * rand::random::<f64>() } else { 0.0 };
        let after = Duration::try_from_secs_f64((f64::from(self.ticks) + delay) * self.gap).ok()?;
        self.ticks = self.ticks.saturating_add(1);
        self.start.checked_add(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts the writes in this many seconds of a paused clock.
    async fn writes(pace: Pace, seconds: u64) -> u32 {
        let mut clock = pace.clock();
        let end = Instant::now() + Duration::from_secs(seconds);
        let mut count = 0;
        loop {
            clock.tick().await;
            if Instant::now() >= end {
                return count;
            }
            count += 1;
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_rate_is_constant() {
        let pace = Pace { rate: 20.0, ..Pace::default() };
        assert_eq!(writes(pace, 60).await, 1200);
        assert_eq!(writes(Pace { per_write: 4, ..pace }, 60).await, 300);
        // Jitter may delay the last write beyond the end.
        let jittered = writes(Pace { jitter: 1.0, ..pace }, 60).await;
        assert!((1199..=1200).contains(&jittered), "{jittered}");
    }

    #[tokio::test(start_paused = true)]
    async fn late_writes_catch_up() {
        let mut clock = Pace { rate: 20.0, ..Pace::default() }.clock();
        let start = Instant::now();
        tokio::time::sleep(Duration::from_secs(1)).await;
        for _ in 0..41 {
            clock.tick().await;
        }
        assert_eq!(start.elapsed().as_millis(), 2000);
    }

    #[tokio::test(start_paused = true)]
    async fn jitter_is_random_and_at_most_its_fraction_of_the_gap() {
        let mut clock = Pace { rate: 1.0, jitter: 0.5, per_write: 1 }.clock();
        let start = Instant::now();
        let mut delays = Vec::new();
        for tick in 0..100 {
            clock.tick().await;
            delays.push(start.elapsed().as_millis() - tick * 1000);
        }
        assert!(delays.iter().all(|delay| *delay <= 501), "{delays:?}");
        delays.sort_unstable();
        delays.dedup();
        assert!(delays.len() > 10, "{delays:?}");
    }

    #[test]
    fn numbers_out_of_range_are_rejected() {
        let valid = Pace::default();
        for rate in [-1.0, f64::NAN, f64::INFINITY, 1e-9] {
            assert!(Pace { rate, ..valid }.check().is_err(), "{rate}");
        }
        assert!(Pace { jitter: 1.1, ..valid }.check().is_err());
        assert!(Pace { per_write: 0, ..valid }.check().is_err());
        assert_eq!(valid.check(), Ok(valid));
    }
}
