//! Constants of version 1 of the negotiation, which are part of the protocol and never change.

use std::ops::RangeInclusive;

/// The version, as the parameter `v`.
pub(super) const VERSION: &str = "1";

/// The tables of an offer without `tables`: those that existed when version 1 was defined. Later tables must be named, so
/// this range is not derived from the registry.
pub(super) const IMPLIED_TABLES: RangeInclusive<u8> = 1..=12;
