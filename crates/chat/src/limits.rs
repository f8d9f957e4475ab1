//! Limits and their reasons. All limits are part of the format, so both sides enforce the same ones.

/// The longest event in bytes (1 MiB). A longer one is split into pieces of this size, each a separate literal.
///
/// So a line without an end costs neither side more memory than this. Typical events have some 300 bytes. Long events
/// repeat a whole answer or contain an image.
pub const MAX_EVENT: usize = 1 << 20;

/// The largest number of slots of a shape. An event with 20 alternatives and their log probabilities has 70.
pub(crate) const MAX_SLOTS: usize = 250;

/// The largest total memory of a stream's lanes in bytes (56 KiB). The least recently used lane is dropped first.
pub(crate) const MAX_LANES: usize = 56 << 10;

/// The length of the longest content of a main slot that a lane remembers (48 KiB, some 10,000 tokens), so that a long
/// text alone does not exceed [`MAX_LANES`].
pub(crate) const MAX_MAIN: usize = 48 << 10;

/// The number of bytes of earlier text that a back-reference can reach (24 KiB, some 5,000 tokens).
pub(crate) const MAX_TEXT_WINDOW: usize = 24 << 10;

/// The number of bytes of earlier literals and long values that a copy can reach (96 KiB). An agent's instructions and
/// tools often have 30 KiB, and a server repeats them at the end of the stream.
pub(crate) const MAX_HISTORY: usize = 96 << 10;

/// The number of bytes of earlier literals that deflate reaches, beside the dictionary (12 KiB).
pub(crate) const MAX_RECENT: usize = 12 << 10;

/// The length of the shortest value of a string that is added to the history, in bytes.
pub(crate) const MIN_LONG_VALUE: usize = 16;

/// The largest number of parts of a string's spelling, and of copies in a literal.
pub(crate) const MAX_PARTS: usize = 1 << 10;

/// The largest number of parts and of raw bytes of a template. A template is the spelling that a slot remembers.
pub(crate) const MAX_TEMPLATE: usize = 32;

/// The largest total size of the pieces of an event that both sides join to learn its shape (16 KiB).
pub(crate) const MAX_JOINED: usize = 16 << 10;
