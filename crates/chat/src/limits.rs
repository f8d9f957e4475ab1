//! Limits and their reasons. All limits are part of the format, so both sides enforce the same ones.

/// The longest event in bytes (1 MiB). A longer one is split into pieces of this size, each a separate literal.
///
/// So a line without an end costs neither side more memory than this. Typical events have some 300 bytes. Long events
/// repeat a whole answer or contain an image.
pub const MAX_EVENT: usize = 1 << 20;

/// The largest number of slots of a shape. An event with 20 alternatives and their log probabilities has 70.
pub(crate) const MAX_SLOTS: usize = 250;

/// The largest total memory of a stream's lanes in bytes (24 KiB). The least recently used lane is dropped first.
pub(crate) const MAX_LANES: usize = 24 << 10;

/// The number of bytes of earlier text that a back-reference can reach (24 KiB, some 5,000 tokens).
pub(crate) const MAX_TEXT_WINDOW: usize = 24 << 10;

/// The number of bytes of earlier literals that a literal can refer to (8 KiB).
pub(crate) const MAX_LITERAL_WINDOW: usize = 8 << 10;
