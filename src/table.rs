//! Tables: token ids by frequency. Ids go in, ranks come out; no wire bytes here.

use crate::coder::prefix::{Code, SymbolCode};
use crate::counts;
use crate::encoding::Encoding;
use crate::error::{Error, Result};
use crate::fingerprint::Fingerprint;
use crate::image::{Image, RUN, Release};
use crate::limits::MAX_VOCABULARY;
use std::fmt;

/// Token counts turned into ranks: the most frequent id has rank 0, ties go to the lower id.
///
/// Every id of the vocabulary has a rank, special tokens and gaps included. Cloning is cheap.
#[derive(Clone)]
pub struct Table {
    /// Maybe of a larger vocabulary, whose first `size` ids have the first `size` ranks.
    image: Image,
    size: u32,
    origin: Origin,
}

/// What a table is called by.
#[derive(Clone, Copy)]
pub(crate) enum Origin {
    BuiltIn(Release, Encoding),
    Own(Fingerprint),
}

impl Table {
    /// The counts that the Python package tacc 0.1.0 publishes: the table of bare payloads, for ever.
    pub const fn tacc_0_1_0(encoding: Encoding) -> Self {
        Self::built_in(Release::Tacc010, encoding)
    }

    /// Counts of real chat completions, prompts, code, documents and tool calls: the table of documents.
    ///
    /// `mappings/README.md` says what was counted.
    pub const fn chat_2026(encoding: Encoding) -> Self {
        Self::built_in(Release::Chat2026, encoding)
    }

    pub(crate) const fn built_in(release: Release, encoding: Encoding) -> Self {
        let (_, image) = release.image(encoding);
        Self {
            image: Image::BuiltIn(image),
            size: encoding.vocab_size(),
            origin: Origin::BuiltIn(release, encoding),
        }
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
        let (image, size) = (Image::of(&counts), counts.size);
        let origin = Origin::Own(fingerprint(&image, size));
        Ok(Self { image, size, origin })
    }

    /// Ids in the vocabulary; ids and ranks are below it.
    pub const fn size(&self) -> u32 {
        self.size
    }

    /// Release and vocabulary, `"tacc-0.1.0/o200k"`, or `"custom"`.
    pub const fn name(&self) -> &'static str {
        match self.origin {
            Origin::BuiltIn(release, encoding) => release.image(encoding).0,
            Origin::Own(_) => "custom",
        }
    }

    pub(crate) const fn origin(&self) -> Origin {
        self.origin
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
        let runs = self.image.runs();
        let run = runs.get(runs.partition_point(|run| end(run) <= rank)).filter(|_| rank < self.size);
        run.map(weight)
    }

    /// What tells this table from every other: a hash of the size and of every id's weight.
    pub fn fingerprint(&self) -> Fingerprint {
        match self.origin {
            Origin::BuiltIn(..) => fingerprint(&self.image, self.size),
            Origin::Own(fingerprint) => fingerprint,
        }
    }

    /// Rank by id, each a little-endian u32.
    pub(crate) fn ranks(&self) -> &[[u8; 4]] {
        self.cut(self.image.ranks())
    }

    /// Id by rank, each a little-endian u32.
    pub(crate) fn ids(&self) -> &[[u8; 4]] {
        self.cut(self.image.ids())
    }

    /// Varint by id, ready to be written.
    pub(crate) fn varints(&self) -> &[[u8; 4]] {
        self.cut(self.image.varints())
    }

    /// Code word by id, ready to be written.
    pub(crate) fn code_words(&self) -> &[[u8; 4]] {
        self.cut(self.image.code_words())
    }

    /// The prefix code, of all ranks of the image.
    pub(crate) fn code(&self) -> Code<'_> {
        self.image.code()
    }

    /// The second code, of all ranks of the image.
    pub(crate) fn symbol_code(&self) -> SymbolCode<'_> {
        self.image.symbol_code()
    }

    fn cut<'a>(&self, words: &'a [[u8; 4]]) -> &'a [[u8; 4]] {
        words.get(..self.size as usize).unwrap_or_default()
    }
}

/// Of the first `size` ids of an image.
fn fingerprint(image: &Image, size: u32) -> Fingerprint {
    let mut by_id = vec![0; size as usize];
    let mut ids = image.ids().iter();
    let mut begin = 0;
    for run in image.runs() {
        for id in ids.by_ref().take((end(run) - begin) as usize) {
            // An image may be of more ids.
            if let Some(slot) = by_id.get_mut(u32::from_le_bytes(*id) as usize) {
                *slot = weight(run);
            }
        }
        begin = end(run);
    }
    Fingerprint::of(size, by_id.into_iter())
}

/// The first rank behind a run of equal weights.
fn end(&[a, b, c, d, ..]: &[u8; RUN]) -> u32 {
    u32::from_le_bytes([a, b, c, d])
}

fn weight(&[_, _, _, _, weight @ ..]: &[u8; RUN]) -> u64 {
    u64::from_le_bytes(weight)
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("name", &self.name()).field("size", &self.size).finish_non_exhaustive()
    }
}

fn at(words: &[[u8; 4]], index: u32) -> Option<u32> {
    words.get(index as usize).map(|word| u32::from_le_bytes(*word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_those_of_the_file() {
        let table =
            Table::from_counts(b"# vocabulary size 4; ids not listed have count 1\n2\t9\n0\t5\n").unwrap();
        let weights: Vec<_> = (0..5).map(|rank| table.weight(rank)).collect();
        assert_eq!(weights, [Some(9), Some(5), Some(1), Some(1), None]);
    }
}
