//! The only place with `unsafe`: encoding precomputed varints without a bounds check for each, and packing ranks with AVX2.
//! `docs/benchmarks.md` says what they earn; tests compare each with its safe twin.
#![allow(unsafe_code)]

#[cfg(target_arch = "x86_64")]
mod avx2;

use super::left_pack::LeftPack;

/// Bytes that are stored of a varint, whatever its length.
pub(super) const STORED: usize = 4;

/// Bytes of the longest varint.
pub(super) const LONGEST: usize = 3;

/// Returns the implementation that this CPU supports, if there is one.
pub(super) fn left_pack() -> Option<LeftPack> {
    #[cfg(target_arch = "x86_64")]
    return avx2::left_pack();
    #[cfg(not(target_arch = "x86_64"))]
    None
}

/// Appends the varint of each key, or returns the position of the first key without one. The top byte of a precomputed varint
/// is its length.
pub(super) fn encode(keys: &[u32], varints: &[[u8; 4]], out: &mut Vec<u8>) -> Result<(), usize> {
    let start = out.len();
    out.reserve(keys.len() * LONGEST + STORED);
    let room = out.as_mut_ptr().wrapping_add(start);
    let mut end = 0;
    let mut store = |varint: u32| {
        // SAFETY: there is room for 3 bytes a key and 4 more, and no key before this one took more than 3.
        unsafe { room.add(end).cast::<u32>().write_unaligned(varint.to_le()) };
        end += (varint >> 24) as usize & LONGEST;
    };
    let varint = |key: u32| varints.get(key as usize).map(|varint| u32::from_le_bytes(*varint));
    let (fours, rest) = keys.as_chunks::<4>();
    for (group, &[a, b, c, d]) in fours.iter().enumerate() {
        let (Some(a), Some(b), Some(c), Some(d)) = (varint(a), varint(b), varint(c), varint(d)) else {
            let unknown = keys.iter().skip(4 * group).position(|&key| varint(key).is_none());
            return Err(4 * group + unknown.unwrap_or_default());
        };
        [a, b, c, d].into_iter().for_each(&mut store);
    }
    for (position, &key) in rest.iter().enumerate() {
        store(varint(key).ok_or(4 * fours.len() + position)?);
    }
    // SAFETY: these bytes were written, within what was reserved.
    unsafe { out.set_len(start + end) };
    Ok(())
}
