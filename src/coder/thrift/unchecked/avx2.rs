//! Left-packing with AVX2, eight bytes at a time. `left_pack` explains the algorithm.
//!
//! For eight bytes, the steps are:
//!
//! 1. Load the eight bytes, and the eight bytes that start one and two bytes earlier. Widen each byte to a lane of
//!    32 bits.
//! 2. Compute the candidate rank of each lane.
//! 3. Collect the top bits of the bytes. A clear bit marks the end of a varint, so the inverse is a mask of the ends.
//! 4. Look up the positions of the mask's set bits in [`ENDS`], and permute the lanes so that these positions come
//!    first.
//! 5. Store all eight lanes at the next free slot, but advance only by the number of ends. The next store
//!    overwrites the rest.
//!
//! For the bytes `05 9a 02 10 07 80 01 03`, the varints end at the positions 0, 2, 3, 4, 6 and 7. Positions count
//! from the lowest bit, so the mask is `1101_1101`. Its entry in `ENDS` lists these six positions, and the next
//! slot advances by 6.

use super::super::left_pack::{Block, CONTEXT, LEN, LeftPack, RANKS};
use std::arch::x86_64::{
    __m128i, __m256i, _mm_cvtsi64_si128, _mm_movemask_epi8, _mm256_add_epi32, _mm256_and_si256,
    _mm256_blendv_epi8, _mm256_cmpgt_epi32, _mm256_cvtepu8_epi32, _mm256_or_si256,
    _mm256_permutevar8x32_epi32, _mm256_set1_epi32, _mm256_setzero_si256, _mm256_slli_epi32,
    _mm256_storeu_si256, _mm256_sub_epi32, _mm256_xor_si256,
};

/// The number of lanes in a vector.
const LANES: usize = 8;

/// The positions of the set bits of each mask of 8 bits, one per byte, with the first position in the lowest byte.
static ENDS: [u64; 256] = ends();

/// Returns this implementation if the CPU supports it.
pub(super) fn left_pack() -> Option<LeftPack> {
    let supported = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("popcnt");
    // SAFETY: this CPU supports all features that the function is compiled with.
    supported.then_some(|block, ranks| unsafe { pack(block, ranks) })
}

#[target_feature(enable = "avx2,popcnt")]
fn pack(block: &Block, ranks: &mut [u32; RANKS]) -> usize {
    let mut items = 0;
    for at in (CONTEXT..CONTEXT + LEN).step_by(LANES) {
        let last = eight(block, at);
        let candidates = ranks_ending(widen(eight(block, at - 2)), widen(eight(block, at - 1)), widen(last));
        // A byte whose top bit is clear ends a varint.
        let ends = !_mm_movemask_epi8(last).to_le_bytes()[0];
        let positions = ENDS.get(usize::from(ends)).copied().unwrap_or_default().cast_signed();
        store(_mm256_permutevar8x32_epi32(candidates, widen(_mm_cvtsi64_si128(positions))), ranks, items);
        items += ends.count_ones() as usize;
    }
    items
}

/// Returns the ranks of the varints that end in each byte of `last`. The arithmetic is that of the portable
/// `rank_ending`.
#[target_feature(enable = "avx2")]
#[inline]
fn ranks_ending(first: __m256i, second: __m256i, last: __m256i) -> __m256i {
    let (low, one) = (_mm256_set1_epi32(0x7f), _mm256_set1_epi32(1));
    let two = _mm256_or_si256(_mm256_slli_epi32::<7>(last), _mm256_and_si256(second, low));
    let three = _mm256_or_si256(_mm256_slli_epi32::<7>(two), _mm256_and_si256(first, low));
    let long = _mm256_blendv_epi8(two, three, _mm256_cmpgt_epi32(first, low));
    let zigzag = _mm256_blendv_epi8(last, long, _mm256_cmpgt_epi32(second, low));
    let not_zero = _mm256_and_si256(_mm256_cmpgt_epi32(zigzag, _mm256_setzero_si256()), one);
    _mm256_sub_epi32(_mm256_xor_si256(_mm256_add_epi32(zigzag, one), not_zero), one)
}

/// Loads eight bytes of the block, or zeros if fewer are left.
#[target_feature(enable = "avx2")]
#[inline]
fn eight(block: &Block, at: usize) -> __m128i {
    let bytes = block.get(at..at + LANES).and_then(<[u8]>::first_chunk).copied();
    _mm_cvtsi64_si128(i64::from_le_bytes(bytes.unwrap_or_default()))
}

#[target_feature(enable = "avx2")]
#[inline]
fn widen(bytes: __m128i) -> __m256i {
    _mm256_cvtepu8_epi32(bytes)
}

#[target_feature(enable = "avx2")]
#[inline]
fn store(vector: __m256i, ranks: &mut [u32; RANKS], at: usize) {
    if let Some(slots) = ranks.get_mut(at..).and_then(<[u32]>::first_chunk_mut::<LANES>) {
        // SAFETY: `slots` are 32 writable bytes, and this store needs no alignment.
        unsafe { _mm256_storeu_si256(slots.as_mut_ptr().cast(), vector) }
    }
}

// This is evaluated at compile time, where an index out of bounds is a compile error.
#[allow(clippy::indexing_slicing)]
const fn ends() -> [u64; 256] {
    let mut all = [0; 256];
    let mut mask = 0;
    while mask < 256 {
        let (mut position, mut found) = (0, 0);
        while position < 8 {
            if mask >> position & 1 == 1 {
                all[mask] |= position << (8 * found);
                found += 1;
            }
            position += 1;
        }
        mask += 1;
    }
    all
}
