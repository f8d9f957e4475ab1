//! Tables: token ids by frequency. Ids go in, ranks come out; no wire bytes here.

use crate::coder::numbers::Rank;
use crate::coder::prefix::{RankCode, SymbolCode};
use crate::counts;
use crate::encoding::Encoding;
use crate::error::{Error, Result};
use crate::fingerprint::Fingerprint;
use crate::image::{Image, Release, run_end, run_weight};
use crate::limits::MAX_VOCABULARY;
use crate::registry;
use crate::vocab::Vocabulary;
use std::fmt;

/// Token counts turned into ranks, and what the ids stand for where that is known.
///
/// The most frequent id has rank 0; of equally frequent ids the lower one comes first. Every id of the vocabulary has a rank,
/// special tokens and gaps included. Cloning is cheap.
#[derive(Clone)]
pub struct Table {
    /// May be of a larger vocabulary, whose first `size` ids have the first `size` ranks.
    image: Image,
    size: u32,
    origin: Origin,
    vocabulary: Option<Vocabulary>,
}

/// Where a table is from, by which documents and streams name it.
#[derive(Clone, Copy)]
enum Origin {
    BuiltIn(Release, Encoding),
    Custom(Fingerprint),
}

impl Table {
    /// Returns the counts that the Python package tacc 0.1.0 publishes: the table of payloads, for ever.
    pub const fn tacc_0_1_0(encoding: Encoding) -> Self {
        Self::built_in(Release::Tacc010, encoding)
    }

    /// Returns the counts of real chat completions, prompts, code, documents and tool calls: the default of documents and streams.
    ///
    /// `mappings/README.md` says what was counted.
    pub const fn chat_2026(encoding: Encoding) -> Self {
        Self::built_in(Release::Chat2026, encoding)
    }

    const fn built_in(release: Release, encoding: Encoding) -> Self {
        Self {
            image: Image::BuiltIn(release.image(encoding)),
            size: encoding.vocab_size(),
            origin: Origin::BuiltIn(release, encoding),
            vocabulary: Some(Vocabulary::new(encoding)),
        }
    }

    /// Returns the built-in table of a registered number (`docs/format.md`, "Document").
    ///
    /// # Errors
    /// [`Error::Unsupported`] if there is no such number; [`Error::UnknownName`] if its encoding is not compiled in.
    pub fn from_number(number: u8) -> Result<Self> {
        const KNOWN: &str = "the tables with lower numbers only";
        let unsupported = Error::Unsupported { what: "table", number, known: KNOWN };
        let (release, encoding) = registry::entry(number).ok_or(unsupported)?;
        Ok(Self::built_in(release, encoding.parse()?))
    }

    /// Returns every registered table of this build, by number.
    pub fn registered() -> impl Iterator<Item = Self> {
        registry::numbers().filter_map(|number| Self::from_number(number).ok())
    }

    /// Reads a counts file (`docs/format.md`, "Counts file") for a vocabulary of any kind.
    ///
    /// The table can code ids only, until [`for_encoding`](Self::for_encoding) says what they stand for.
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
    /// [`Error::Counts`] with the line; the vocabulary has at most [`MAX_VOCABULARY`] ids.
    pub fn from_counts(file: &[u8]) -> Result<Self> {
        let counts = counts::parse(file, MAX_VOCABULARY)
            .map_err(|bad| Error::Counts { line: bad.line, reason: bad.reason })?;
        let (image, size) = (Image::of(&counts), counts.size);
        let origin = Origin::Custom(image.fingerprint(size));
        Ok(Self { image, size, origin, vocabulary: None })
    }

    /// Sets the encoding whose tokens the ids stand for, so that text can be coded too.
    ///
    /// A built-in table of another encoding then counts as a custom one: the reader has to be given it.
    #[must_use]
    pub const fn for_encoding(mut self, encoding: Encoding) -> Self {
        self.vocabulary = Some(Vocabulary::new(encoding));
        self
    }

    /// Returns the number of ids in the vocabulary; ids and ranks are below it.
    pub const fn size(&self) -> u32 {
        self.size
    }

    /// Returns release and vocabulary, such as `"tacc-0.1.0/o200k"`, or `"custom"`.
    pub const fn name(&self) -> &'static str {
        match self.origin {
            Origin::BuiltIn(release, encoding) => release.image(encoding).name(),
            Origin::Custom(_) => "custom",
        }
    }

    /// Returns the registered number by which documents and streams name the table; `None` for a custom one.
    pub fn number(&self) -> Option<u8> {
        let Origin::BuiltIn(release, encoding) = self.origin else { return None };
        let number = registry::number(release, encoding)?;
        self.encoding().is_some_and(|own| own.has_ids_of(encoding)).then_some(number)
    }

    /// Returns the encoding whose tokens the ids stand for, where that is known.
    pub fn encoding(&self) -> Option<Encoding> {
        self.vocabulary.map(Vocabulary::encoding)
    }

    /// Returns what the ids stand for, where that is known.
    pub const fn vocabulary(&self) -> Option<Vocabulary> {
        self.vocabulary
    }

    pub(crate) fn expect_vocabulary(&self) -> Result<Vocabulary> {
        self.vocabulary.ok_or(Error::NoVocabulary)
    }

    /// Returns the rank of an id, or `None` outside the vocabulary.
    pub fn rank(&self, id: u32) -> Option<u32> {
        at(self.ranks(), id)
    }

    /// Returns the id of a rank, or `None` outside the vocabulary.
    pub fn id(&self, rank: u32) -> Option<u32> {
        at(self.ids(), rank)
    }

    /// Returns the weight of a rank as filed (0 where the file says so), or `None` outside the vocabulary.
    pub fn weight(&self, rank: u32) -> Option<u64> {
        let runs = self.image.runs();
        let run = runs.get(runs.partition_point(|run| run_end(run) <= rank)).filter(|_| rank < self.size);
        run.map(run_weight)
    }

    /// Returns a hash of the size and of every id's weight, which identifies the table.
    pub fn fingerprint(&self) -> Fingerprint {
        match self.origin {
            Origin::BuiltIn(..) => self.image.fingerprint(self.size),
            Origin::Custom(fingerprint) => fingerprint,
        }
    }

    /// The id of a rank, inside the crate.
    pub(crate) fn id_of(&self, Rank(rank): Rank) -> Option<u32> {
        self.id(rank)
    }

    /// Rank by id, each a little-endian u32.
    pub(crate) fn ranks(&self) -> &[[u8; 4]] {
        self.cut(self.image.ranks())
    }

    /// Id by rank, each a little-endian u32.
    pub(crate) fn ids(&self) -> &[[u8; 4]] {
        self.cut(self.image.ids())
    }

    /// Precomputed varint by id.
    pub(crate) fn varints(&self) -> &[[u8; 4]] {
        self.cut(self.image.varints())
    }

    /// Precomputed code word by id.
    pub(crate) fn code_words(&self) -> &[[u8; 4]] {
        self.cut(self.image.code_words())
    }

    /// The code of ranks, of all ranks of the image.
    pub(crate) fn rank_code(&self) -> RankCode<'_> {
        self.image.rank_code()
    }

    /// The code of control codes and ranks, of all ranks of the image.
    pub(crate) fn symbol_code(&self) -> SymbolCode<'_> {
        self.image.symbol_code()
    }

    fn cut<'a>(&self, words: &'a [[u8; 4]]) -> &'a [[u8; 4]] {
        words.get(..self.size as usize).unwrap_or_default()
    }
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
