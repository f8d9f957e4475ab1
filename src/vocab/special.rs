//! Special tokens, which have names.

use crate::encoding::Encoding;

// This defines `LONGEST`, the length of the longest name in bytes, and the functions `by_id` and `by_name`, which
// return an encoding's special tokens, sorted.
include!(concat!(env!("OUT_DIR"), "/specials.rs"));

/// Returns the id of a special token by any of its names.
pub(super) fn id(encoding: Encoding, name: &str) -> Option<u32> {
    let ids = by_name(encoding);
    let index = ids.binary_search_by_key(&name, |(name, _)| *name).ok()?;
    ids.get(index).map(|(_, id)| *id)
}

/// Returns the name of a special token that decoding writes.
pub(super) fn name(encoding: Encoding, id: u32) -> Option<&'static str> {
    let names = by_id(encoding);
    let index = names.binary_search_by_key(&id, |(id, _)| *id).ok()?;
    names.get(index).map(|(_, name)| *name)
}
