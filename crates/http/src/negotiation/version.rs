//! Constants of version 1 of the negotiation, which are part of the protocol and never change.

use std::ops::RangeInclusive;

/// The version, as the parameter `v`.
pub(super) const VERSION: &str = "1";

/// What an offer without `tables` stands for: the tables that existed when version 1 was defined. Later tables have to be
/// named, so this is not derived from the registry.
pub(super) const IMPLIED_TABLES: RangeInclusive<u8> = 1..=12;
