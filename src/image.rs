//! A table image: one little-endian block with ranks, ids, weights, and the coders' precomputed lookup tables.
//!
//! Built-in images are compiled in. A custom table builds the same block in memory.

mod built_in;
mod fingerprint;
pub(crate) mod layout;
#[cfg(any(feature = "compact", test))]
#[cfg_attr(not(test), allow(dead_code))] // Only build.rs and tests pack images.
mod packed;

pub(crate) use built_in::Release;

use crate::coder::prefix::lengths::{LENGTHS, LOOKUP_BITS};
use crate::coder::prefix::{NUMBERS, RankCode, SymbolCode};
use crate::counts::Counts;
use built_in::BuiltIn;
use std::sync::Arc;

/// A table image. `docs/format.md` ("Table image") defines the layout.
#[derive(Clone)]
pub(crate) enum Image {
    BuiltIn(&'static BuiltIn),
    Custom(Arc<[u8]>),
}

/// The number of bytes before the first column.
const HEADER: usize = 16;
/// The number of bytes of a run.
const RUN: usize = 12;
/// The number of bytes of the prefix code of ranks.
const CODE: usize = 8 * LENGTHS + (1 << LOOKUP_BITS);

static NO_LOOKUP: [u8; 1 << LOOKUP_BITS] = [0; 1 << LOOKUP_BITS];

/// A run of ranks with equal weights: its end as an exclusive rank, and the weight.
pub(crate) type Run = [u8; RUN];

/// Returns the first rank after a run.
pub(crate) fn run_end(&[a, b, c, d, ..]: &Run) -> u32 {
    u32::from_le_bytes([a, b, c, d])
}

/// Returns the weight of a run.
pub(crate) fn run_weight(&[_, _, _, _, weight @ ..]: &Run) -> u64 {
    u64::from_le_bytes(weight)
}

impl Image {
    /// Builds the image of a custom table.
    pub(crate) fn of(counts: &Counts) -> Self {
        Self::Custom(layout::build(counts).into())
    }

    /// Returns the rank of each id.
    pub(crate) fn ranks(&self) -> &[[u8; 4]] {
        self.words(0)
    }

    /// Returns the id of each rank.
    pub(crate) fn ids(&self) -> &[[u8; 4]] {
        self.words(1)
    }

    /// Returns the precomputed varint of each id.
    pub(crate) fn varints(&self) -> &[[u8; 4]] {
        self.words(2)
    }

    /// Returns the code word of each id.
    pub(crate) fn code_words(&self) -> &[[u8; 4]] {
        self.words(3)
    }

    /// Returns the runs of equal weights, in the order of ranks.
    pub(crate) fn runs(&self) -> &[Run] {
        chunks(self.section(self.words_end(), RUN * self.header(8)))
    }

    /// Returns the prefix code of ranks, for decoding.
    pub(crate) fn rank_code(&self) -> RankCode<'_> {
        // Every image is complete, so `NONE` is never used.
        static NONE: [[u8; 4]; LENGTHS] = [[0xff; 4]; LENGTHS];
        let at = self.code_at();
        let by_length = |index| chunks(self.section(at + 4 * LENGTHS * index, 4 * LENGTHS)).first_chunk();
        RankCode {
            size: u32::try_from(self.size()).unwrap_or(u32::MAX),
            ends: by_length(0).unwrap_or(&NONE),
            differences: by_length(1).unwrap_or(&NONE),
            lookup: self.section(at + 8 * LENGTHS, 1 << LOOKUP_BITS).first_chunk().unwrap_or(&NO_LOOKUP),
        }
    }

    /// Returns the prefix code of a stream's symbols.
    pub(crate) fn symbol_code(&self) -> SymbolCode<'_> {
        static NONE: [[u8; 4]; NUMBERS] = [[0xff; 4]; NUMBERS];
        let at = self.code_at() + CODE;
        let lookup = self.section(at + 4 * NUMBERS, 1 << LOOKUP_BITS);
        SymbolCode {
            numbers: chunks(self.section(at, 4 * NUMBERS)).first_chunk().unwrap_or(&NONE),
            lookup: lookup.first_chunk().unwrap_or(&NO_LOOKUP),
        }
    }

    /// Returns one of the four columns with an entry per id or rank.
    fn words(&self, index: usize) -> &[[u8; 4]] {
        chunks(self.section(HEADER + 4 * index * self.size(), 4 * self.size()))
    }

    fn words_end(&self) -> usize {
        HEADER + 16 * self.size()
    }

    fn code_at(&self) -> usize {
        self.words_end() + RUN * self.header(8)
    }

    fn size(&self) -> usize {
        self.header(4)
    }

    fn header(&self, offset: usize) -> usize {
        let word = self.bytes().get(offset..).and_then(<[u8]>::first_chunk);
        word.map_or(0, |word| u32::from_le_bytes(*word) as usize)
    }

    fn section(&self, start: usize, len: usize) -> &[u8] {
        self.bytes().get(start..start + len).unwrap_or_default()
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::BuiltIn(image) => image.bytes(),
            Self::Custom(bytes) => bytes,
        }
    }
}

fn chunks<const N: usize>(bytes: &[u8]) -> &[[u8; N]] {
    bytes.as_chunks().0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::Encoding;

    fn words(words: &[u32]) -> Vec<u8> {
        words.iter().copied().flat_map(u32::to_le_bytes).collect()
    }

    #[test]
    fn an_image_has_the_documented_layout() {
        let counts = Counts { size: 4, unlisted: 1, listed: vec![(2, 9), (0, 5)] };
        let image = Image::of(&counts);
        // There are five words of at most 4 bits. For longer lengths the difference is 2^length - 5.
        let differences_beyond: Vec<u32> = (5..25).map(|length| (1 << length) - 5).collect();
        let expected = [
            layout::MAGIC.to_vec(),
            words(&[4, 3, 0]),
            words(&[1, 2, 0, 3]),
            words(&[2, 0, 1, 3]),
            words(&[0x0100_0002, 0x0100_0001, 0x0100_0000, 0x0100_0004]),
            words(&[0x0202, 0x0603, 0x0001, 0x0e04]),
            words(&[1, 9, 0, 2, 5, 0, 4, 1, 0]),
            words(&[0, 1 << 23, 3 << 22, 7 << 21]),
            words(&[1 << 24; 21]),
            words(&[u32::MAX; 7]),
            words(&[0, 0, 1, 4, 11]),
            words(&differences_beyond),
            words(&[0; 7]),
        ];
        let (start, rest) = image.bytes().split_at(expected.iter().map(Vec::len).sum());
        assert_eq!(start, expected.concat());
        let (lookup, symbol_code) = rest.split_at(4096);
        assert_eq!([lookup[0], lookup[2047], lookup[2048], lookup[3583], lookup[4095]], [1, 1, 2, 3, 4]);
        // This is the worked example of `symbol_runs`.
        let of_five = |word: u32| word << 8 | 5;
        let (codes, lookup) = symbol_code.split_at(symbol_code.len() - 4096);
        let column = |runs: [u32; 6], unused| words(&[&runs[..], &[unused; 58]].concat());
        let controls: Vec<u32> = [0x0e, 0x0f].into_iter().chain(0x10..0x1d).map(of_five).collect();
        let symbol_code = [
            words(&controls[..2]),
            words(&[0x0604]),
            words(&controls[2..]),
            column([1 << 22, 3 << 21, 7 << 20, 1 << 23, 29 << 19, 31 << 19], u32::MAX),
            column([1, 2, 2, 2, 2, 4], u32::MAX),
            column([0u32.wrapping_sub(16), 2u32.wrapping_sub(17), 6 - 2, 0x0e, 0x10 - 3, 0x1d - 18], 0),
            column([2, 3, 4, 5, 5, 5], 0),
        ];
        assert_eq!(codes, symbol_code.concat());
        let at = |bits: usize| lookup[bits];
        assert_eq!([at(0), at(0x3ff), at(0x400), at(0x700), at(0xf7f), at(0xf80)], [0, 0, 1, 3, 5, 6]);
    }

    #[test]
    fn built_in_images_hold_every_encoding() {
        for (release, &encoding) in
            Release::ALL.iter().flat_map(|r| Encoding::ALL.iter().map(move |e| (r, e)))
        {
            let image = release.image(encoding);
            assert!(image.bytes().starts_with(&layout::MAGIC));
            let image = Image::BuiltIn(image);
            assert!(image.size() >= encoding.vocab_size() as usize, "{encoding}");
            let symbol_code = 64 + 4 * 256 + 4096;
            assert_eq!(image.bytes().len(), image.code_at() + 256 + 4096 + symbol_code, "{encoding}");
        }
    }

    #[test]
    fn packed_images_round_trip() {
        let counts = |size, listed: &[(u32, u64)]| {
            layout::build(&Counts { size, unlisted: 0, listed: listed.to_vec() })
        };
        let mut images = vec![counts(1, &[]), counts(2, &[(1, 7)]), counts(1000, &[(999, 7), (3, u64::MAX)])];
        for (release, &encoding) in
            Release::ALL.iter().flat_map(|r| Encoding::ALL.iter().map(move |e| (r, e)))
        {
            images.push(release.image(encoding).bytes().to_vec());
        }
        for image in images {
            let packed = packed::pack(&image);
            assert_eq!(packed::unpack(&packed), image);
            assert!(packed.len() < image.len());
        }
    }
}
