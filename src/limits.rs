//! Limits, each with its reason.

/// The largest vocabulary of a custom table, in ids: four times the largest one in use (Gemma's 262,144).
///
/// A file of 60 bytes may claim any size, and a table costs 16 bytes an id (some 100 while it is built).
pub const MAX_VOCABULARY: u32 = 1 << 20;

/// The largest number of items in a payload: Thrift counts them in an `i32`.
pub(crate) const MAX_ITEMS: usize = i32::MAX as usize;

/// The default of every `with_max_size`: 64 Mi bytes of text, of ids in one document, and of bytes inside gzip, deflate or zstd.
///
/// Compressed bytes can grow 1,000 times, and a token of three bytes may stand for 128, so both need a limit. Decoding allocates at
/// most this for inflated bytes, 4 bytes for each id (8 where the ids are not counted beforehand, in a prefix body; 16 for each token
/// as bytes), and this for text. A text within the limit has ids within it, since a token is at least one byte.
pub const MAX_SIZE: usize = 64 << 20;
