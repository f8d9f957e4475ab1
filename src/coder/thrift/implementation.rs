//! Which implementation of the hot loops runs.

use super::left_pack::{self, LeftPack};
use super::unchecked;

/// Which implementations may be used. All produce the same bytes and ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SimdMode {
    /// The fastest that this CPU supports.
    Fastest,
    /// Only those without `unsafe`, to compare with.
    Safe,
}

/// Returns the fastest implementation that `mode` allows and this CPU supports. All implementations produce the same ranks.
pub(super) fn left_pack(mode: SimdMode) -> LeftPack {
    match mode {
        SimdMode::Fastest => unchecked::left_pack().unwrap_or(left_pack::portable),
        SimdMode::Safe => left_pack::portable,
    }
}
