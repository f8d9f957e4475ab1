//! The error type: what went wrong, where, and what to do next.

mod display;

use crate::coder::numbers::Zigzag;
use crate::fingerprint::Fingerprint;
use std::io;

/// `Result` with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// An error of this crate: what went wrong and where.
///
/// [`kind`](Self::kind) groups the variants by how a caller handles them. [`offset`](Self::offset) and
/// [`position`](Self::position) return the location for every variant that has one.
///
/// An offset counts bytes from 0 in the payload, document or stream. Inside gzip and zstd it counts decompressed
/// bytes, except in [`Error::Gzip`], [`Error::Zstd`] and [`Error::TrailingBytes`] after compressed data, which
/// count compressed bytes. A position counts items from 0 in the list that is encoded or decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The input ends before the payload, document or stream is complete.
    Truncated {
        /// Offset at which more bytes were expected: the end of the input, or of a document's body.
        offset: usize,
    },
    /// The input is not a payload, document or stream. It has a wrong field, type or element type, an impossible
    /// count or length, or a control code that is not allowed there.
    Invalid {
        /// Offset of the offending byte or number.
        offset: usize,
        /// What was expected instead, as a noun phrase.
        reason: &'static str,
    },
    /// The input is not in canonical form. Each value has one valid encoding; this is another one, such as an
    /// overlong varint, a header that only Thrift accepts, or padding other than ones.
    NotCanonical {
        /// Offset of the offending byte or number.
        offset: usize,
        /// The rule that the input breaks, as a sentence.
        reason: &'static str,
    },
    /// The payload's struct has another field after the token list.
    ExtraField {
        /// Offset of the field's first byte.
        offset: usize,
    },
    /// The input continues after the end of the payload or stream, or after the first gzip member. Also returned
    /// when tokens are written to a stream that has ended.
    TrailingBytes {
        /// Offset of the first extra byte.
        offset: usize,
    },
    /// The gzip member, or the deflate stream of a document, is corrupt or incomplete.
    Gzip {
        /// Offset in the compressed bytes at which reading stopped.
        offset: usize,
        /// The message of the decompressor.
        reason: String,
    },
    /// The zstd frame of a document is corrupt or incomplete.
    Zstd {
        /// Offset of the frame in the document.
        offset: usize,
        /// The message of the decompressor.
        reason: String,
    },
    /// The input or output exceeds a limit.
    LimitExceeded {
        /// The limited quantity, such as `"bytes inside gzip"`.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// A token id is outside the vocabulary, or a payload of raw ids has a number that cannot be an id.
    UnknownId {
        /// Position in the list of ids.
        position: usize,
        /// The id.
        id: i64,
        /// The size of the vocabulary. Every id is below it.
        size: u32,
    },
    /// A rank is outside the table.
    UnknownRank {
        /// Position in the list of ranks.
        position: usize,
        /// The rank.
        rank: u32,
        /// The number of ids in the table.
        size: u32,
    },
    /// A mapped id is outside the table.
    UnknownMappedId {
        /// Position in the list of mapped ids.
        position: usize,
        /// The mapped id.
        mapped: i32,
        /// The number of ids in the table.
        size: u32,
    },
    /// The id is in a gap of its vocabulary: it can be encoded as an id, but has no bytes.
    NoBytes {
        /// Position in the list of ids.
        position: usize,
        /// The id.
        id: u32,
    },
    /// The vocabulary has no token with these bytes.
    UnknownToken {
        /// Position in the list of tokens.
        position: usize,
        /// The token's bytes.
        token: Vec<u8>,
    },
    /// The text is not UTF-8. It can be decoded as bytes.
    NotUtf8 {
        /// Offset of the first invalid byte in the text.
        offset: usize,
    },
    /// The table has no vocabulary, so it cannot encode or decode tokens and text.
    NoVocabulary,
    /// This build has no encoding, model or coder with this name.
    UnknownName {
        /// `"encoding"`, `"model"` or `"coder"`.
        kind: &'static str,
        /// The unknown name.
        name: String,
        /// The Cargo feature that adds the name, if there is one.
        feature: Option<&'static str>,
        /// The names that this build knows. A final star matches any suffix.
        known: Vec<&'static str>,
    },
    /// The document or stream has a version, coder, table or control code that this release does not support.
    Unsupported {
        /// `"version"`, `"coder"`, `"coder or content"`, `"table"` or `"control code"`.
        what: &'static str,
        /// Its number in the input. All later versions are reported as 2.
        number: u8,
        /// What this release supports.
        known: &'static str,
    },
    /// The checksum does not match: the document or stream was modified or truncated.
    Checksum {
        /// Offset of the checksum.
        offset: usize,
    },
    /// The stream was aborted: it records that its source broke off.
    Aborted {
        /// Offset of the ABORT control code.
        offset: usize,
    },
    /// The document or stream was written with a custom table that the reader was not given.
    WrongTable {
        /// Fingerprint of the table that the input was written with.
        expected: Fingerprint,
        /// Fingerprint of the table that the reader was given, if any.
        given: Option<Fingerprint>,
    },
    /// The document stores text, and this build lacks the feature `text`, which tokenizes it.
    NoTokenizer,
    /// A counts file is malformed.
    Counts {
        /// The line, counted from 1.
        line: usize,
        /// What is wrong with the line.
        reason: String,
    },
}

/// The kinds of [`Error`], grouped by how a caller handles them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input is incomplete: wait for the rest, or fetch it again.
    Truncated,
    /// The source of the stream broke off. Everything decoded so far is valid.
    Aborted,
    /// The input was modified in transit or in storage: fetch it again.
    Checksum,
    /// The input is not a valid payload, document or stream.
    Corrupt,
    /// The input needs a newer release or another feature of tokenwire.
    Unsupported,
    /// The input needs a table or a vocabulary that the reader was not given.
    WrongTable,
    /// The input or output exceeds a limit: raise the limit or reject the input.
    LimitExceeded,
    /// An id, rank or mapped id is outside the vocabulary, or has no bytes.
    UnknownId,
    /// The vocabulary has no token with these bytes.
    UnknownToken,
    /// This build has no encoding, model or coder with this name.
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

    /// Returns the offset of the error in bytes, if it has one.
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

    /// Returns the position of the offending item, if there is one. In a counts file this is the line, counted from 1.
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

    /// Returns [`UnknownId`](Self::UnknownId) for the id at `position` in `ids`.
    pub(crate) fn unknown_id(ids: &[u32], position: usize, size: u32) -> Self {
        Self::UnknownId { position, id: ids.get(position).copied().unwrap_or_default().into(), size }
    }

    /// Returns [`UnknownMappedId`](Self::UnknownMappedId) for the number in a varint.
    pub(crate) const fn unknown_mapped(position: usize, number: Zigzag, size: u32) -> Self {
        Self::UnknownMappedId { position, mapped: number.decode(), size }
    }
}

impl std::error::Error for Error {}

impl From<Error> for io::Error {
    /// Wraps the error. The kind is `UnexpectedEof` for truncated and aborted input, `InvalidInput` for unknown
    /// names and tokens, and `InvalidData` otherwise. `downcast` returns the wrapped error.
    fn from(error: Error) -> Self {
        let kind = match error.kind() {
            ErrorKind::Truncated | ErrorKind::Aborted => io::ErrorKind::UnexpectedEof,
            ErrorKind::UnknownName | ErrorKind::UnknownToken => io::ErrorKind::InvalidInput,
            _ => io::ErrorKind::InvalidData,
        };
        Self::new(kind, error)
    }
}
