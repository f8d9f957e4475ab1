//! Left-packing with AVX2, eight bytes at a time.

use super::super::left_pack::{Block, CONTEXT, LEN, LeftPack, RANKS};
use std::arch::x86_64::{
    __m128i, __m256i, _mm_cvtsi64_si128, _mm_movemask_epi8, _mm256_add_epi32, _mm256_and_si256,
    _mm256_blendv_epi8, _mm256_cmpgt_epi32, _mm256_cvtepu8_epi32, _mm256_or_si256,
    _mm256_permutevar8x32_epi32, _mm256_set1_epi32, _mm256_setzero_si256, _mm256_slli_epi32,
    _mm256_storeu_si256, _mm256_sub_epi32, _mm256_xor_si256,
};

/// Numbers in a vector.
const LANES: usize = 8;

/// By which of eight bytes end a varint: the positions of these bytes, a byte each, the first one lowest.
static ENDS: [u64; 256] = ends();

/// Returns the implementation if this CPU supports it.
pub(super) fn left_pack() -> Option<LeftPack> {
    let has = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("popcnt");
    // SAFETY: this CPU has all the features that the function is compiled for.
    has.then_some(|block, ranks| unsafe { pack(block, ranks) })
}

#[target_feature(enable = "avx2,popcnt")]
fn pack(block: &Block, ranks: &mut [u32; RANKS]) -> usize {
    let mut items = 0;
    for at in (CONTEXT..CONTEXT + LEN).step_by(LANES) {
        let last = eight(block, at);
        let found = ranks_ending(widen(eight(block, at - 2)), widen(eight(block, at - 1)), widen(last));
        // The top bit is clear where a varint ends.
        let ends = !_mm_movemask_epi8(last).to_le_bytes()[0];
        let positions = ENDS.get(usize::from(ends)).copied().unwrap_or_default().cast_signed();
        store(_mm256_permutevar8x32_epi32(found, widen(_mm_cvtsi64_si128(positions))), ranks, items);
        items += ends.count_ones() as usize;
    }
    items
}

/// Returns the ranks of the varints that end in `last`, by the same arithmetic as the portable `rank_ending`.
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

/// Returns eight bytes of the block, with zeros behind its end.
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
        // SAFETY: eight u32 are 32 writable bytes, and this store needs no alignment.
        unsafe { _mm256_storeu_si256(slots.as_mut_ptr().cast(), vector) }
    }
}

// Evaluated at compile time: an index out of bounds would not compile.
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
