//! Tables, which rank token ids by frequency. They convert ids to ranks and back; coders convert ranks to bytes.
//!
//! The most frequent id has rank 0, and ids of equal weight are ranked in ascending order. For example:
//!
//! ```text
//! id       0   1   2   3
//! weight   5   1   9   1
//! rank     1   2   0   3
//! ```

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

/// A table: the ranks of all token ids by frequency and, if known, the tokens of the ids.
///
/// The most frequent id has rank 0. Among equally frequent ids, the lower one comes first. Every id of the
/// vocabulary has a rank, including special tokens and gaps. Cloning is cheap.
#[derive(Clone)]
pub struct Table {
    /// The image, which may have a larger vocabulary. Its first `size` ids then have the first `size` ranks.
    image: Image,
    size: u32,
    origin: Origin,
    vocabulary: Option<Vocabulary>,
}

/// The origin of a table, which determines how documents and streams identify it.
#[derive(Clone, Copy)]
enum Origin {
    BuiltIn(Release, Encoding),
    Custom(Fingerprint),
}

impl Table {
    /// Returns the table with the counts that the Python package tacc 0.1.0 published. It remains the default
    /// table of payloads.
    pub const fn tacc_0_1_0(encoding: Encoding) -> Self {
        Self::built_in(Release::Tacc010, encoding)
    }

    /// Returns the table with counts of real chat completions, prompts, code, documents and tool calls. It is the
    /// default table of documents and streams.
    ///
    /// `mappings/README.md` describes the corpus.
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

    /// Returns the built-in table with a registered number (`docs/format.md`, "Document").
    ///
    /// # Errors
    /// [`Error::Unsupported`] if the number is not registered, [`Error::UnknownName`] if its encoding is not
    /// compiled in.
    pub fn from_number(number: u8) -> Result<Self> {
        let unsupported = Error::Unsupported { what: "table", number, known: registry::KNOWN };
        let (release, encoding) = registry::entry(number).ok_or(unsupported)?;
        Ok(Self::built_in(release, encoding.parse()?))
    }

    /// Returns all registered tables of this build, in the order of their numbers.
    pub fn registered() -> impl Iterator<Item = Self> {
        registry::numbers().filter_map(|number| Self::from_number(number).ok())
    }

    /// Builds a custom table from a counts file (`docs/format.md`, "Counts file"). The vocabulary may be any.
    ///
    /// The table has no tokens, so it only codes ids. [`for_encoding`](Self::for_encoding) adds the tokens.
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
    /// [`Error::Counts`] with the line. The vocabulary may have at most [`MAX_VOCABULARY`] ids.
    pub fn from_counts(file: &[u8]) -> Result<Self> {
        let counts = counts::parse(file, MAX_VOCABULARY)
            .map_err(|bad| Error::Counts { line: bad.line, reason: bad.reason })?;
        let (image, size) = (Image::of(&counts), counts.size);
        let origin = Origin::Custom(image.fingerprint(size));
        Ok(Self { image, size, origin, vocabulary: None })
    }

    /// Sets the encoding that the ids belong to, so that the table also codes tokens and text.
    ///
    /// A built-in table of another encoding becomes a custom table, which must be passed to the reader.
    #[must_use]
    pub const fn for_encoding(mut self, encoding: Encoding) -> Self {
        self.vocabulary = Some(Vocabulary::new(encoding));
        self
    }

    /// Returns the number of ids in the vocabulary. All ids and ranks are below it.
    pub const fn size(&self) -> u32 {
        self.size
    }

    /// Returns the release and the vocabulary, such as `"tacc-0.1.0/o200k"`, or `"custom"`.
    pub const fn name(&self) -> &'static str {
        match self.origin {
            Origin::BuiltIn(release, encoding) => release.image(encoding).name(),
            Origin::Custom(_) => "custom",
        }
    }

    /// Returns the registered number that identifies the table in documents and streams, or `None` for a custom table.
    pub fn number(&self) -> Option<u8> {
        let Origin::BuiltIn(release, encoding) = self.origin else { return None };
        let number = registry::number(release, encoding)?;
        self.encoding().is_some_and(|own| own.has_ids_of(encoding)).then_some(number)
    }

    /// Returns the encoding that the ids belong to, if it is known.
    pub fn encoding(&self) -> Option<Encoding> {
        self.vocabulary.map(Vocabulary::encoding)
    }

    /// Returns the vocabulary that the ids belong to, if it is known.
    pub const fn vocabulary(&self) -> Option<Vocabulary> {
        self.vocabulary
    }

    pub(crate) fn expect_vocabulary(&self) -> Result<Vocabulary> {
        self.vocabulary.ok_or(Error::NoVocabulary)
    }

    /// Returns the rank of an id, or `None` if the id is outside the vocabulary.
    pub fn rank(&self, id: u32) -> Option<u32> {
        at(self.ranks(), id)
    }

    /// Returns the id of a rank, or `None` if the rank is outside the table.
    pub fn id(&self, rank: u32) -> Option<u32> {
        at(self.ids(), rank)
    }

    /// Returns the weight of a rank in the counts file, which may be 0, or `None` if the rank is outside the table.
    pub fn weight(&self, rank: u32) -> Option<u64> {
        let runs = self.image.runs();
        let run = runs.get(runs.partition_point(|run| run_end(run) <= rank)).filter(|_| rank < self.size);
        run.map(run_weight)
    }

    /// Returns the fingerprint, a hash of the size and of all weights that identifies the table.
    pub fn fingerprint(&self) -> Fingerprint {
        match self.origin {
            Origin::BuiltIn(..) => self.image.fingerprint(self.size),
            Origin::Custom(fingerprint) => fingerprint,
        }
    }

    /// Like [`id`](Self::id), but takes a typed rank.
    pub(crate) fn id_of(&self, Rank(rank): Rank) -> Option<u32> {
        self.id(rank)
    }

    /// Returns the rank of each id, as a little-endian `u32`.
    pub(crate) fn ranks(&self) -> &[[u8; 4]] {
        self.cut(self.image.ranks())
    }

    /// Returns the id of each rank, as a little-endian `u32`.
    pub(crate) fn ids(&self) -> &[[u8; 4]] {
        self.cut(self.image.ids())
    }

    /// Returns the precomputed varint of each id.
    pub(crate) fn varints(&self) -> &[[u8; 4]] {
        self.cut(self.image.varints())
    }

    /// Returns the precomputed code word of each id.
    pub(crate) fn code_words(&self) -> &[[u8; 4]] {
        self.cut(self.image.code_words())
    }

    /// Returns the prefix code of ranks. It covers all ranks of the image.
    pub(crate) fn rank_code(&self) -> RankCode<'_> {
        self.image.rank_code()
    }

    /// Returns the prefix code of a stream's symbols. It covers all ranks of the image.
    pub(crate) fn symbol_code(&self) -> SymbolCode<'_> {
        self.image.symbol_code()
    }

    /// Returns the part of an image's column that belongs to this table.
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
    fn weights_equal_those_of_the_counts_file() {
        let table =
            Table::from_counts(b"# vocabulary size 4; ids not listed have count 1\n2\t9\n0\t5\n").unwrap();
        let weights: Vec<_> = (0..5).map(|rank| table.weight(rank)).collect();
        assert_eq!(weights, [Some(9), Some(5), Some(1), Some(1), None]);
    }
}
