//! What can go wrong, where, and what to do about it.

mod display;

use crate::coder::numbers::Zigzag;
use crate::fingerprint::Fingerprint;
use std::io;

/// `Result` with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// What is wrong and where.
///
/// [`kind`](Self::kind) groups the variants by what a caller does about them; [`offset`](Self::offset) and
/// [`position`](Self::position) say where, whatever the variant. An offset counts bytes from 0 in the payload, document or
/// stream; inside gzip it counts inflated bytes, except in [`Error::Gzip`], and in [`Error::TrailingBytes`] after the compressed
/// bytes, which count those. A position counts items from 0 in the list that was given or read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The input ends before the payload, document or stream does.
    Truncated {
        /// Where more was expected: the end of the input, or of a document's body.
        offset: usize,
    },
    /// Not a payload, document or stream: a wrong field, type or element type, an impossible count or length, a control code
    /// where none belongs.
    Invalid {
        /// Of the offending byte or number.
        offset: usize,
        /// What was expected.
        reason: &'static str,
    },
    /// A second spelling of something with one valid form: a number or a header that Thrift would accept, padding other than ones.
    NotCanonical {
        /// Of the offending byte or number.
        offset: usize,
        /// The valid form.
        reason: &'static str,
    },
    /// The struct continues after the token list.
    ExtraField {
        /// Of the field's first byte.
        offset: usize,
    },
    /// The input continues after the end of the payload or stream, or after the first gzip member; or a stream was written to after
    /// its end.
    TrailingBytes {
        /// Of the first byte too many.
        offset: usize,
    },
    /// The gzip member, or the deflate data of a document, is corrupt or incomplete.
    Gzip {
        /// In the compressed bytes, where reading stopped.
        offset: usize,
        /// The message of the gzip reader.
        reason: String,
    },
    /// The zstd frame of a document is corrupt or incomplete.
    Zstd {
        /// Of the frame in the document.
        offset: usize,
        /// The message of zstd.
        reason: String,
    },
    /// The input or output is larger than a stated limit.
    LimitExceeded {
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// A token id outside the vocabulary, or, when reading raw ids, a number that cannot be one.
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
    /// The tokens' bytes are not UTF-8; they can be decoded as bytes.
    NotUtf8 {
        /// Of the first bad byte in the text.
        offset: usize,
    },
    /// Tokens or text were asked of a table without a vocabulary.
    NoVocabulary,
    /// There is no encoding, model or coder of this name in this build.
    UnknownName {
        /// `"encoding"`, `"model"` or `"coder"`.
        kind: &'static str,
        /// The name that was given.
        name: String,
        /// The feature that would bring it, if one would.
        feature: Option<&'static str>,
        /// The names of this build; a star stands for any ending.
        known: Vec<&'static str>,
    },
    /// A document or stream with a version, coder, table or control code that this release does not know.
    Unsupported {
        /// `"version"`, `"coder"`, `"coder or content"`, `"table"` or `"control code"`.
        what: &'static str,
        /// Its number, where the input states it.
        number: u8,
        /// What this release knows.
        known: &'static str,
    },
    /// The checksum does not match: the document or stream was modified or truncated.
    Checksum {
        /// Of the checksum.
        offset: usize,
    },
    /// The stream says that its source broke off.
    Aborted {
        /// Of the control code that says so.
        offset: usize,
    },
    /// The document or stream was written with a custom table: read it with that table.
    WrongTable {
        /// Fingerprint of the table that it was written with.
        expected: Fingerprint,
        /// Fingerprint of the table that was given.
        given: Option<Fingerprint>,
    },
    /// The document stores text, and reading its ids needs the feature `text`.
    NoTokenizer,
    /// A counts file is malformed.
    Counts {
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
}

/// The kinds of [`Error`], by what a caller does about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input is incomplete: wait for the rest, or fetch it again.
    Truncated,
    /// The source of the stream broke off; what arrived is good.
    Aborted,
    /// The input was modified on its way: fetch it again.
    Checksum,
    /// The input is no valid payload, document or stream.
    Corrupt,
    /// The input needs a newer release, or another feature, of tokenwire.
    Unsupported,
    /// The input needs a table, or a vocabulary, that was not given.
    WrongTable,
    /// The input or output is larger than a limit: raise the limit, or refuse it.
    LimitExceeded,
    /// An id, rank or mapped id is not in the vocabulary, or stands for no bytes.
    UnknownId,
    /// Bytes that are no token.
    UnknownToken,
    /// A name of an encoding, model or coder that this build does not know.
    UnknownName,
    /// The text is not UTF-8: decode it as bytes.
    NotUtf8,
    /// A counts file is malformed.
    Counts,
}

impl Error {
    /// Returns the kind of the error.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::Truncated { .. } => ErrorKind::Truncated,
            Self::Aborted { .. } => ErrorKind::Aborted,
            Self::Checksum { .. } => ErrorKind::Checksum,
            Self::Invalid { .. }
            | Self::NotCanonical { .. }
            | Self::ExtraField { .. }
            | Self::TrailingBytes { .. }
            | Self::Gzip { .. }
            | Self::Zstd { .. } => ErrorKind::Corrupt,
            Self::Unsupported { .. } | Self::NoTokenizer => ErrorKind::Unsupported,
            Self::WrongTable { .. } | Self::NoVocabulary => ErrorKind::WrongTable,
            Self::LimitExceeded { .. } => ErrorKind::LimitExceeded,
            Self::UnknownId { .. }
            | Self::UnknownRank { .. }
            | Self::UnknownMappedId { .. }
            | Self::NoBytes { .. } => ErrorKind::UnknownId,
            Self::UnknownToken { .. } => ErrorKind::UnknownToken,
            Self::UnknownName { .. } => ErrorKind::UnknownName,
            Self::NotUtf8 { .. } => ErrorKind::NotUtf8,
            Self::Counts { .. } => ErrorKind::Counts,
        }
    }

    /// Returns the byte at which the error is, where it is at one.
    pub const fn offset(&self) -> Option<usize> {
        match self {
            Self::Truncated { offset }
            | Self::Invalid { offset, .. }
            | Self::NotCanonical { offset, .. }
            | Self::ExtraField { offset }
            | Self::TrailingBytes { offset }
            | Self::Gzip { offset, .. }
            | Self::Zstd { offset, .. }
            | Self::NotUtf8 { offset }
            | Self::Checksum { offset }
            | Self::Aborted { offset } => Some(*offset),
            _ => None,
        }
    }

    /// Returns the position of the item at which the error is, where it is at one. In a counts file it is the line, from 1.
    pub const fn position(&self) -> Option<usize> {
        match self {
            Self::UnknownId { position, .. }
            | Self::UnknownRank { position, .. }
            | Self::UnknownMappedId { position, .. }
            | Self::NoBytes { position, .. }
            | Self::UnknownToken { position, .. }
            | Self::Counts { line: position, .. } => Some(*position),
            _ => None,
        }
    }

    /// [`UnknownId`](Self::UnknownId) of the id at `position` in `ids`.
    pub(crate) fn unknown_id(ids: &[u32], position: usize, size: u32) -> Self {
        Self::UnknownId { position, id: ids.get(position).copied().unwrap_or_default().into(), size }
    }

    /// [`UnknownMappedId`](Self::UnknownMappedId) of the number in a varint.
    pub(crate) const fn unknown_mapped(position: usize, number: Zigzag, size: u32) -> Self {
        Self::UnknownMappedId { position, mapped: number.decode(), size }
    }
}

impl std::error::Error for Error {}

impl From<Error> for io::Error {
    /// `UnexpectedEof` for truncated and aborted input, `InvalidInput` for what the caller gave, otherwise `InvalidData`. The error
    /// itself is the source.
    fn from(error: Error) -> Self {
        let kind = match error.kind() {
            ErrorKind::Truncated | ErrorKind::Aborted => io::ErrorKind::UnexpectedEof,
            ErrorKind::UnknownName | ErrorKind::UnknownToken => io::ErrorKind::InvalidInput,
            _ => io::ErrorKind::InvalidData,
        };
        Self::new(kind, error)
    }
}
