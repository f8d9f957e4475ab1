//! Constants of version 1 of the negotiation. They are part of the protocol and never change.

use std::ops::RangeInclusive;

/// The version, which is the value of the parameter `v`.
pub(super) const VERSION: &str = "1";

/// The tables of an offer without the parameter `tables`: those that existed when version 1 was defined. Later tables
/// must be listed, so this range does not depend on the registry.
pub(super) const IMPLIED_TABLES: RangeInclusive<u8> = 1..=12;
