//! Caps, each with its reason.

/// Largest vocabulary of a custom table, in ids: four times the largest one in use (Gemma's 262,144).
///
/// A table costs 8 bytes an id, and a file of 60 bytes may claim any size.
pub const MAX_VOCABULARY: u32 = 1 << 20;

/// Most items in a payload: Thrift counts them in an `i32`.
pub const MAX_ITEMS: usize = i32::MAX as usize;

/// Default for [`Codec::with_max_inflated`](crate::Codec::with_max_inflated): bytes of payload that a gzip
/// member may hold, 64 MiB, some 38 million tokens.
///
/// A gzip bomb grows 1,000 times, so something has to stop it. Decoding allocates at most this for the inflated
/// payload, and 4 bytes for each id in it.
pub const MAX_INFLATED: usize = 64 << 20;
