//! Tables: token ids by frequency. Ids go in, ranks come out; no wire bytes here.

mod builtin;
mod counts;
mod fingerprint;
mod image;

pub use fingerprint::Fingerprint;

use crate::encoding::Encoding;
use crate::error::{Error, Result};
use crate::limits::MAX_VOCABULARY;
use std::{fmt, sync::Arc};

/// Token counts turned into ranks: the most frequent id has rank 0, ties go to the lower id.
///
/// Every id of the vocabulary has a rank, special tokens and gaps included. Cloning is cheap.
#[derive(Clone)]
pub struct Table {
    /// As laid out by [`image`], maybe for a larger vocabulary, whose first `size` ids have the first `size` ranks.
    image: Image,
    size: u32,
    name: &'static str,
}

#[derive(Clone)]
enum Image {
    BuiltIn(&'static [u8]),
    Custom(Arc<[u8]>),
}

impl Table {
    /// The counts that the Python package tacc 0.1.0 publishes: the table of bare payloads, for ever.
    pub const fn tacc_0_1_0(encoding: Encoding) -> Self {
        let (name, image) = builtin::tacc_0_1_0(encoding);
        Self { image: Image::BuiltIn(image), size: encoding.vocab_size(), name }
    }

    /// Reads a counts file (`docs/format.md`, "Counts file"), for a vocabulary of any kind:
    ///
    /// ```
    /// let table = tokenwire::Table::from_counts(b"\
    /// ## my model: vocabulary size 128256; ids not listed have count 0
    /// 262\t5000
    /// 11\t7000
    /// ".as_slice())?;
    /// assert_eq!((table.rank(11), table.rank(262), table.rank(0)), (Some(0), Some(1), Some(2)));
    /// # Ok::<(), tokenwire::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Table`] with the line; the vocabulary has at most [`MAX_VOCABULARY`] ids.
    pub fn from_counts(file: &[u8]) -> Result<Self> {
        let counts = counts::parse(file, MAX_VOCABULARY)
            .map_err(|bad| Error::Table { line: bad.line, reason: bad.reason })?;
        let image = Image::Custom(image::build(&counts).into());
        Ok(Self { image, size: counts.size, name: "custom" })
    }

    /// Ids in the vocabulary; ids and ranks are below it.
    pub const fn size(&self) -> u32 {
        self.size
    }

    /// Release and vocabulary, `"tacc-0.1.0/o200k"`, or `"custom"`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Rank of an id, or `None` outside the vocabulary.
    pub fn rank(&self, id: u32) -> Option<u32> {
        at(self.ranks(), id)
    }

    /// Id of a rank, or `None` outside the vocabulary.
    pub fn id(&self, rank: u32) -> Option<u32> {
        at(self.ids(), rank)
    }

    /// Weight of a rank, as filed (0 where the file says so), or `None` outside the vocabulary.
    pub fn weight(&self, rank: u32) -> Option<u64> {
        if rank >= self.size {
            return None;
        }
        let (weights, _) = self.section(2).as_chunks();
        Some(weights.get(rank as usize).map_or(self.unlisted(), |weight| u64::from_le_bytes(*weight)))
    }

    /// What tells this table from every other: a hash of the size and of every id's weight.
    pub fn fingerprint(&self) -> Fingerprint {
        let weight = |id| self.rank(id).and_then(|rank| self.weight(rank)).unwrap_or_default();
        Fingerprint::of(self.size, (0..self.size).map(weight))
    }

    /// Rank by id, each a little-endian u32.
    pub(crate) fn ranks(&self) -> &[[u8; 4]] {
        self.words(0)
    }

    /// Id by rank, each a little-endian u32.
    pub(crate) fn ids(&self) -> &[[u8; 4]] {
        self.words(1)
    }

    fn words(&self, section: usize) -> &[[u8; 4]] {
        let (words, _) = self.section(section).as_chunks();
        words.get(..self.size as usize).unwrap_or_default()
    }

    /// The image from its `index`-th array on.
    fn section(&self, index: usize) -> &[u8] {
        let ids = self.header(4) as usize;
        self.bytes().get(image::HEADER_LEN + index * 4 * ids..).unwrap_or_default()
    }

    fn unlisted(&self) -> u64 {
        u64::from(self.header(16)) | u64::from(self.header(20)) << 32
    }

    fn header(&self, offset: usize) -> u32 {
        let word = self.bytes().get(offset..).and_then(<[u8]>::first_chunk);
        word.map_or(0, |word| u32::from_le_bytes(*word))
    }

    fn bytes(&self) -> &[u8] {
        match &self.image {
            Image::BuiltIn(bytes) => bytes,
            Image::Custom(bytes) => bytes,
        }
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("name", &self.name).field("size", &self.size).finish_non_exhaustive()
    }
}

fn at(words: &[[u8; 4]], index: u32) -> Option<u32> {
    words.get(index as usize).map(|word| u32::from_le_bytes(*word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_keeps_the_documented_layout() {
        let table =
            Table::from_counts(b"# vocabulary size 4; ids not listed have count 1\n2\t9\n0\t5\n").unwrap();
        let words = [4, 2, 0, 1, 0, 1, 2, 0, 3, 2, 0, 1, 3, 9, 0, 5, 0u32];
        let expected: Vec<u8> =
            image::MAGIC.into_iter().chain(words.into_iter().flat_map(u32::to_le_bytes)).collect();
        assert_eq!(table.bytes(), expected);
        let weights: Vec<_> = (0..5).map(|rank| table.weight(rank)).collect();
        assert_eq!(weights, [Some(9), Some(5), Some(1), Some(1), None]);
    }

    #[test]
    fn built_in_images_hold_every_encoding() {
        for &encoding in Encoding::ALL {
            let table = Table::tacc_0_1_0(encoding);
            assert!(table.bytes().starts_with(&image::MAGIC));
            assert_eq!(table.ranks().len(), encoding.vocab_size() as usize, "{encoding}");
        }
    }
}
