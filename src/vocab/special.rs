//! Special tokens: ids that have a name instead of bytes.

use crate::encoding::Encoding;

struct Specials {
    ids: phf::Map<&'static str, u32>,
    /// In id order, one name an id.
    names: &'static [(u32, &'static str)],
}

// `LONGEST`, the bytes of the longest name, and `specials`, which finds an encoding's.
include!(concat!(env!("OUT_DIR"), "/specials.rs"));

pub(super) fn id(encoding: Encoding, name: &str) -> Option<u32> {
    specials(encoding).ids.get(name).copied()
}

pub(super) fn name(encoding: Encoding, id: u32) -> Option<&'static str> {
    let names = specials(encoding).names;
    let index = names.binary_search_by_key(&id, |(id, _)| *id).ok()?;
    names.get(index).map(|(_, name)| *name)
}
