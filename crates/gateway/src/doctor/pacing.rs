//! When events came, against when they were sent.

use crate::gateway::probe::GAP;
use serde::Serialize;
use std::time::Duration;

/// How events came that were sent a tenth of a second apart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Pacing {
    /// How many came.
    pub events: usize,
    /// In so many portions: what came within a quarter of the gap counts as one.
    pub arrivals: usize,
    /// How much later than it might have an event came at most.
    pub held_ms: u64,
}

impl Pacing {
    /// `None` for what is too little to judge.
    pub(super) fn of(times: &[Duration]) -> Option<Self> {
        let pauses = times.windows(2).filter(|two| matches!(two, [a, b] if *b > *a + GAP / 4)).count();
        (times.len() > 2).then(|| Self { events: times.len(), arrivals: 1 + pauses, held_ms: held(times) })
    }

    /// Whether most events came together with others. Single ones do, where a machine is busy.
    pub fn is_held_back(&self) -> bool {
        self.arrivals * 2 < self.events
    }
}

/// Against the event that came the earliest for its place.
fn held(times: &[Duration]) -> u64 {
    let late = times.iter().zip(0_i64..).map(|(time, n)| millis(*time) - millis(GAP) * n);
    let (least, most) =
        late.fold((i64::MAX, i64::MIN), |(least, most), late| (least.min(late), most.max(late)));
    most.saturating_sub(least).unsigned_abs()
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(millis: &[u64]) -> (usize, u64, bool) {
        let times: Vec<_> = millis.iter().map(|millis| Duration::from_millis(*millis)).collect();
        let pacing = Pacing::of(&times).unwrap();
        (pacing.arrivals, pacing.held_ms, pacing.is_held_back())
    }

    #[test]
    fn an_even_pace_is_not_held_back() {
        assert_eq!(judged(&[5, 105, 206, 309, 404, 505]), (6, 5, false));
        // A busy machine: two pairs came together.
        assert_eq!(judged(&[0, 180, 200, 380, 400, 500, 600, 700]), (6, 80, false));
    }

    #[test]
    fn what_comes_at_once_or_in_lumps_is() {
        assert_eq!(judged(&[1000; 11]), (1, 1000, true));
        assert_eq!(judged(&[300, 300, 300, 300, 700, 700, 700, 700, 1000, 1000, 1000]), (3, 300, true));
        assert_eq!(Pacing::of(&[]), None);
    }
}
