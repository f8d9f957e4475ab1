//! Limits, each with its reason. All are part of the format: both sides enforce the same ones.

/// The longest event in bytes (1 MiB). A longer one is split into pieces of this size, each a separate literal.
///
/// A line without end therefore costs neither side more memory than this. Typical events have some 300 bytes; long ones
/// repeat a whole answer or carry a picture.
pub const MAX_EVENT: usize = 1 << 20;

/// The most slots a shape may have: an event with 20 alternatives and their log probabilities has 70.
pub(crate) const MAX_SLOTS: usize = 250;

/// The most bytes that all lanes of a stream may cost together (24 KiB). The least recently used lane is dropped first.
pub(crate) const MAX_LANES: usize = 24 << 10;

/// The bytes of earlier text that a back-reference can reach (24 KiB): some 5,000 tokens.
pub(crate) const MAX_TEXT_WINDOW: usize = 24 << 10;

/// The bytes of earlier literals that a literal can refer to (8 KiB).
pub(crate) const MAX_LITERAL_WINDOW: usize = 8 << 10;
