//! The only `unsafe` code of the library: it encodes precomputed varints without bounds checks, and left-packs
//! ranks with AVX2.
//!
//! `docs/benchmarks.md` has the gain in speed. Tests compare each function with its safe counterpart.
#![allow(unsafe_code)]

#[cfg(target_arch = "x86_64")]
mod avx2;

use super::left_pack::LeftPack;

/// The number of bytes that are stored for each varint, regardless of its length.
pub(super) const STORED: usize = 4;

/// The number of bytes of the longest varint.
pub(super) const LONGEST: usize = 3;

/// Returns the fastest implementation that this CPU supports, or `None` if there is only the portable one.
pub(super) fn left_pack() -> Option<LeftPack> {
    #[cfg(target_arch = "x86_64")]
    return avx2::left_pack();
    #[cfg(not(target_arch = "x86_64"))]
    None
}

/// Appends the varint of each key. The top byte of a precomputed varint is its length. If a key has no varint,
/// returns its position as the error.
pub(super) fn encode(keys: &[u32], varints: &[[u8; 4]], out: &mut Vec<u8>) -> Result<(), usize> {
    let start = out.len();
    out.reserve(keys.len() * LONGEST + STORED);
    let destination = out.as_mut_ptr().wrapping_add(start);
    let mut end = 0;
    let mut store = |varint: u32| {
        // SAFETY: 3 bytes per key and 4 more bytes are reserved, and no earlier key advanced `end` by more than 3.
        unsafe { destination.add(end).cast::<u32>().write_unaligned(varint.to_le()) };
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
    // SAFETY: these bytes are initialized and within the reserved capacity.
    unsafe { out.set_len(start + end) };
    Ok(())
}
