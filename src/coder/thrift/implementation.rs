//! Selects the implementation of the hot loops.

use super::left_pack::{self, LeftPack};
use super::unchecked;

/// The implementations that may be used. All produce the same bytes and ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SimdMode {
    /// The fastest implementation that this CPU supports.
    Fastest,
    /// Only implementations without `unsafe`, as a baseline for comparison.
    Safe,
}

/// Returns the fastest implementation that `mode` allows and this CPU supports. All implementations produce the
/// same ranks.
pub(super) fn left_pack(mode: SimdMode) -> LeftPack {
    match mode {
        SimdMode::Fastest => unchecked::left_pack().unwrap_or(left_pack::portable),
        SimdMode::Safe => left_pack::portable,
    }
}
