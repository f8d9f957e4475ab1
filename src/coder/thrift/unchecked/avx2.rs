//! [`compact`](super::super::compact::compact) eight bytes at a time.

use super::super::compact::{Block, CONTEXT, Compact, LEN, RANKS};
use std::arch::x86_64::{
    __m128i, __m256i, _mm_cvtsi64_si128, _mm_movemask_epi8, _mm256_add_epi32, _mm256_and_si256,
    _mm256_blendv_epi8, _mm256_cmpgt_epi32, _mm256_cvtepu8_epi32, _mm256_or_si256,
    _mm256_permutevar8x32_epi32, _mm256_set1_epi32, _mm256_setzero_si256, _mm256_slli_epi32,
    _mm256_storeu_si256, _mm256_sub_epi32, _mm256_xor_si256,
};

/// Numbers in a vector.
const LANES: usize = 8;

/// By which of eight bytes end an item: their places, a byte each, the first one lowest.
static ENDS: [u64; 256] = ends();

/// If this processor has what is needed.
pub(in super::super) fn compact() -> Option<Compact> {
    let has = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("popcnt");
    // SAFETY: this processor has all the features that the function is compiled for.
    has.then_some(|block, ranks| unsafe { compact_avx2(block, ranks) })
}

#[target_feature(enable = "avx2,popcnt")]
fn compact_avx2(block: &Block, ranks: &mut [u32; RANKS]) -> usize {
    let mut items = 0;
    for at in (CONTEXT..CONTEXT + LEN).step_by(LANES) {
        let last = eight(block, at);
        let found = ranks_ending(widen(eight(block, at - 2)), widen(eight(block, at - 1)), widen(last));
        // The top bit is clear where an item ends.
        let ends = !_mm_movemask_epi8(last).to_le_bytes()[0];
        let places = ENDS.get(usize::from(ends)).copied().unwrap_or_default().cast_signed();
        store(_mm256_permutevar8x32_epi32(found, widen(_mm_cvtsi64_si128(places))), ranks, items);
        items += ends.count_ones() as usize;
    }
    items
}

/// Ranks of the items whose last bytes these are, as `rank_ending` makes them.
#[target_feature(enable = "avx2")]
#[inline]
fn ranks_ending(first: __m256i, second: __m256i, last: __m256i) -> __m256i {
    let (low, one) = (_mm256_set1_epi32(0x7f), _mm256_set1_epi32(1));
    let two = _mm256_or_si256(_mm256_slli_epi32::<7>(last), _mm256_and_si256(second, low));
    let three = _mm256_or_si256(_mm256_slli_epi32::<7>(two), _mm256_and_si256(first, low));
    let long = _mm256_blendv_epi8(two, three, _mm256_cmpgt_epi32(first, low));
    let symbol = _mm256_blendv_epi8(last, long, _mm256_cmpgt_epi32(second, low));
    let not_zero = _mm256_and_si256(_mm256_cmpgt_epi32(symbol, _mm256_setzero_si256()), one);
    _mm256_sub_epi32(_mm256_xor_si256(_mm256_add_epi32(symbol, one), not_zero), one)
}

/// Eight bytes of the block; behind its end, zeros.
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
        // SAFETY: eight u32 are 32 bytes that we may write, and this store asks for no alignment.
        unsafe { _mm256_storeu_si256(slots.as_mut_ptr().cast(), vector) }
    }
}

// Run while compiling: an index that is none would not compile.
#[allow(clippy::indexing_slicing)]
const fn ends() -> [u64; 256] {
    let mut all = [0; 256];
    let mut mask = 0;
    while mask < 256 {
        let (mut place, mut kept) = (0, 0);
        while place < 8 {
            if mask >> place & 1 == 1 {
                all[mask] |= place << (8 * kept);
                kept += 1;
            }
            place += 1;
        }
        mask += 1;
    }
    all
}
