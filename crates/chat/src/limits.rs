//! Caps, each with its reason. All are part of the format: both sides hold the same.

/// Longest event, in bytes (1 MiB): what is longer passes in pieces of this size, each a literal of its own.
///
/// So a line without end costs neither side more memory than this. Events are some 300 bytes; those that repeat a whole
/// answer or carry a picture are the long ones.
pub const MAX_EVENT: usize = 1 << 20;

/// Most slots of a shape that is kept: an event of 20 alternatives with log probabilities has 70.
pub(crate) const MAX_SLOTS: usize = 250;

/// Most bytes that the lanes of a stream cost, all told (24 KiB): the least recently used one goes first.
pub(crate) const MAX_LANES: usize = 24 << 10;

/// Bytes of text that a back-reference can reach (24 KiB): some 5,000 tokens.
pub(crate) const MAX_HISTORY: usize = 24 << 10;

/// Bytes of earlier literals that a literal can refer to (8 KiB).
pub(crate) const MAX_RECENT: usize = 8 << 10;
