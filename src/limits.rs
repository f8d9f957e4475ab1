//! Limits, each with the reason for its value.

/// The largest vocabulary of a custom table, in ids: four times the largest one in use (Gemma's 262,144).
///
/// The limit exists because a counts file of 60 bytes may state any size. A table takes 16 bytes per id, and about
/// 100 while it is built.
pub const MAX_VOCABULARY: u32 = 1 << 20;

/// The largest number of items in a payload. Thrift counts them with an `i32`.
pub(crate) const MAX_ITEMS: usize = i32::MAX as usize;

/// The default of every `with_max_size`: 64 Mi bytes of text, ids in one document, or bytes inside gzip, deflate
/// or zstd.
///
/// Compressed data can expand a thousandfold, and an encoded token of three bytes can decode to 128, so both need
/// a limit. Decoding allocates at most this much for decompressed bytes and this much for text. In addition it
/// allocates 4 bytes per id: 8 in a prefix body, whose ids cannot be counted in advance, and 16 per token that is
/// returned as bytes. Text within the limit also has ids within the limit, since every token has at least one
/// byte.
pub const MAX_SIZE: usize = 64 << 20;
