//! Special tokens: ids that have a name instead of bytes.

use crate::encoding::Encoding;

// `LONGEST`, the bytes of the longest name; `by_id` and `by_name`, the special tokens of an encoding, sorted.
include!(concat!(env!("OUT_DIR"), "/specials.rs"));

pub(super) fn id(encoding: Encoding, name: &str) -> Option<u32> {
    let ids = by_name(encoding);
    let index = ids.binary_search_by_key(&name, |(name, _)| *name).ok()?;
    ids.get(index).map(|(_, id)| *id)
}

pub(super) fn name(encoding: Encoding, id: u32) -> Option<&'static str> {
    let names = by_id(encoding);
    let index = names.binary_search_by_key(&id, |(id, _)| *id).ok()?;
    names.get(index).map(|(_, name)| *name)
}
