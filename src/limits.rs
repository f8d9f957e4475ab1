//! Caps, each with its reason.

/// Largest vocabulary of a custom table, in ids: four times the largest one in use (Gemma's 262,144).
///
/// A file of 60 bytes may claim any size, and a table costs 16 bytes an id (some 100 while it is built).
pub const MAX_VOCABULARY: u32 = 1 << 20;

/// Most items in a payload: Thrift counts them in an `i32`.
pub const MAX_ITEMS: usize = i32::MAX as usize;

/// Default for [`Codec::with_max_inflated`](crate::Codec::with_max_inflated): bytes of payload that a gzip
/// member may hold, and bytes of text that are made of it: 64 MiB, some 30 million tokens, or 17 million as text.
///
/// A gzip bomb grows 1,000 times, and a token of three bytes may stand for 128, so something has to stop both. Decoding
/// allocates at most this for the inflated payload, 4 bytes for each id in it (16 for each token), and this for text.
pub const MAX_INFLATED: usize = 64 << 20;

/// Most bytes of text, ids, and bytes that deflate or zstd holds, in one document (64 Mi): the default of
/// [`DocumentWriter::with_limit`](crate::DocumentWriter::with_limit) and [`Document::with_limit`](crate::Document::with_limit).
///
/// A text within it has ids within it, since a token is a byte at least. Reading allocates at most this for inflated
/// or unpacked bytes, 4 bytes an id (8 of a prefix body, whose ids are not counted before), and this for text.
pub const MAX_DOCUMENT: usize = 64 << 20;
