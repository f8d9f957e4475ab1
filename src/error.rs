//! What can go wrong, where, and what to do about it.

use crate::fingerprint::Fingerprint;
use crate::varint;
use std::fmt;

/// `Result` with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// A kind of failure and its place.
///
/// An `offset` counts bytes from 0 in the payload, document or stream; of gzip, in what it inflates to, but for [`Error::Gzip`]
/// and for [`Error::TrailingBytes`] after the compressed bytes, which count those. A `position` counts items from 0
/// in the list that was given or read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The input ends before the payload, document or stream does.
    Truncated {
        /// Where more was expected: the end of the input, or of a document's body.
        offset: usize,
    },
    /// Not a payload, document or stream: a wrong field, type or element type, an impossible count or length, a code where
    /// it does not belong.
    Invalid {
        /// Of the offending byte or number.
        offset: usize,
        /// What was expected.
        reason: &'static str,
    },
    /// Another spelling of what has only one: a number or a header that Thrift would accept, padding that is not ones.
    NotCanonical {
        /// Of the offending byte or number.
        offset: usize,
        /// How it is spelled instead.
        reason: &'static str,
    },
    /// The struct goes on after the token list.
    ExtraField {
        /// Of the field's first byte.
        offset: usize,
    },
    /// The input goes on after the payload's or stream's end, or after the first gzip member; or a stream was to be
    /// written on after its end.
    TrailingBytes {
        /// Of the first byte too many.
        offset: usize,
    },
    /// The gzip member, or the deflate of a document, is corrupt or does not end.
    Gzip {
        /// In the compressed bytes, where reading stopped.
        offset: usize,
        /// What gzip's reader says.
        reason: String,
    },
    /// The zstd frame of a document is corrupt or does not end.
    Zstd {
        /// Of the frame in the document.
        offset: usize,
        /// What zstd says.
        reason: String,
    },
    /// A stated cap was reached.
    LimitExceeded {
        /// What there is too much of.
        what: &'static str,
        /// The cap.
        limit: usize,
    },
    /// A token id outside the vocabulary, or (reading raw ids) a number that cannot be one.
    UnknownId {
        /// In the list of ids.
        position: usize,
        /// The id.
        id: i64,
        /// The vocabulary's size: ids are below it.
        size: u32,
    },
    /// A rank outside the table.
    UnknownRank {
        /// In the list of ranks.
        position: usize,
        /// The rank.
        rank: u32,
        /// The table's size.
        size: u32,
    },
    /// A mapped id outside the table.
    UnknownMappedId {
        /// In the list of mapped ids.
        position: usize,
        /// The mapped id.
        mapped: i32,
        /// The table's size.
        size: u32,
    },
    /// The id is in a gap of its vocabulary: it can be sent as an id, but stands for no bytes.
    NoBytes {
        /// In the list of ids.
        position: usize,
        /// The id.
        id: u32,
    },
    /// The vocabulary has no token of these bytes.
    UnknownToken {
        /// In the list of tokens.
        position: usize,
        /// The token's bytes.
        token: Vec<u8>,
    },
    /// The tokens' bytes are not UTF-8; they can be had as bytes.
    NotUtf8 {
        /// Of the first bad byte in the text.
        offset: usize,
    },
    /// Tokens or text were asked of a codec that has a table only.
    NoVocabulary,
    /// No such encoding or model.
    UnknownName {
        /// `"encoding"` or `"model"`.
        kind: &'static str,
        /// The name that was given.
        name: String,
        /// The known name that is most like it, unless a feature would bring the name itself.
        nearest: Option<&'static str>,
        /// The feature that would bring it, if one would.
        feature: Option<&'static str>,
        /// What there is in this build; a star stands for any ending.
        known: Vec<&'static str>,
    },
    /// A document or stream of a version, a coder, a table or a control code that this release does not know.
    Unsupported {
        /// `"version"`, `"coder"`, `"coder or content"`, `"table"` or `"control code"`.
        what: &'static str,
        /// Its number, where the input tells it.
        number: u8,
        /// What this release knows.
        known: &'static str,
    },
    /// The checksum is another: the document or stream was changed or cut.
    Checksum {
        /// Of the checksum.
        offset: usize,
    },
    /// The stream says that its source broke off.
    Aborted {
        /// Of the code that says so.
        offset: usize,
    },
    /// The document or stream was written with a table of somebody's own: read it with that table.
    OtherTable {
        /// Fingerprint of the table that it was written with.
        document: Fingerprint,
        /// Fingerprint of the table that was given.
        given: Option<Fingerprint>,
    },
    /// The document stores text, and its ids were asked of a build without the feature `text`.
    NoTokenizer,
    /// A counts file is malformed.
    Table {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
}

impl Error {
    /// [`UnknownId`](Self::UnknownId) of the id that stands there.
    pub(crate) fn unknown_id(ids: &[u32], position: usize, size: u32) -> Self {
        Self::UnknownId { position, id: ids.get(position).copied().unwrap_or_default().into(), size }
    }

    /// [`UnknownMappedId`](Self::UnknownMappedId) of the number in a varint.
    pub(crate) fn unknown_mapped(position: usize, symbol: u32, size: u32) -> Self {
        Self::UnknownMappedId { position, mapped: varint::unzigzag(symbol), size }
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated { offset } => {
                write!(f, "the input ends at byte {offset}, in the middle of something")
            }
            Self::Invalid { offset, reason } => {
                write!(f, "expected {reason} at byte {offset}")
            }
            Self::NotCanonical { offset, reason } => write!(f, "not canonical at byte {offset}: {reason}"),
            Self::ExtraField { offset } => write!(f, "a field after the token list at byte {offset}"),
            Self::TrailingBytes { offset } => {
                write!(f, "bytes after the end, from byte {offset}")
            }
            Self::Gzip { offset, reason } => write!(f, "corrupt gzip at byte {offset}: {reason}"),
            Self::Zstd { offset, reason } => write!(f, "corrupt zstd at byte {offset}: {reason}"),
            Self::LimitExceeded { what, limit } => write!(f, "more than {limit} {what}"),
            Self::UnknownId { position, id, size } => {
                write!(f, "token id {id} at position {position} is not in the vocabulary of {size} ids")
            }
            Self::UnknownRank { position, rank, size } => {
                write!(f, "rank {rank} at position {position} is not in the table of {size} ids")
            }
            Self::UnknownMappedId { position, mapped, size } => {
                write!(f, "mapped id {mapped} at position {position} is not in the table of {size} ids")
            }
            Self::NoBytes { position, id } => {
                write!(
                    f,
                    "token id {id} at position {position} is in a gap of the vocabulary: it has no text"
                )
            }
            Self::UnknownToken { position, token } => {
                write!(f, "no token \"{}\" (position {position})", token.escape_ascii())
            }
            Self::NotUtf8 { offset } => {
                write!(f, "the text is not UTF-8 at byte {offset}; decode it as bytes")
            }
            Self::NoVocabulary => {
                f.write_str("there is a table but no vocabulary: only ids can be coded, as what they stand for is unknown")
            }
            Self::UnknownName { kind, name, nearest, feature, known } => {
                write!(f, "no {kind} `{name}`; ")?;
                nearest.map_or(Ok(()), |nearest| write!(f, "the nearest is `{nearest}`; "))?;
                feature
                    .map_or(Ok(()), |feature| write!(f, "this build is without the feature `{feature}`; "))?;
                write!(f, "known: {}", known.join(", "))
            }
            Self::Unsupported { what, number, known } => write!(
                f,
                "the input has {what} {number}, and this release knows {known}: read it with a newer tokenwire"
            ),
            Self::Checksum { offset } => {
                write!(f, "the checksum at byte {offset} is another: the input was changed or cut")
            }
            Self::Aborted { offset } => write!(f, "the source broke off: the stream says so at byte {offset}"),
            Self::OtherTable { document, given } => {
                write!(f, "the input was written with the table of fingerprint {document}; ")?;
                match given {
                    Some(given) => write!(f, "the one that was given has {given}"),
                    None => f.write_str("give that table to read it"),
                }
            }
            Self::NoTokenizer => {
                f.write_str("the document stores text; its ids need the feature `text` of tokenwire")
            }
            Self::Table { line, reason } => write!(f, "counts file, line {line}: {reason}"),
        }
    }
}
