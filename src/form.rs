//! Which form bytes have, detected by the first byte.

use crate::coder::{gzip, thrift};
use crate::document::header;
use crate::stream;

/// A form that this crate writes. Raw ids have no form of their own: they look like [`Form::Payload`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Form {
    /// A Thrift struct, as tacc writes it.
    Payload,
    /// A payload in one gzip member.
    GzipPayload,
    /// A header, a body and a checksum, of any version.
    Document,
    /// A header and symbols, of any version.
    Stream,
}

impl Form {
    /// Returns the form that these bytes begin as. Any two first bytes are at least two bit flips apart.
    pub const fn detect(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [thrift::FIELD, ..] => Some(Self::Payload),
            [gzip::MAGIC, ..] => Some(Self::GzipPayload),
            [first, ..] if header::is_document(*first) => Some(Self::Document),
            [first, ..] if stream::is_stream(*first) => Some(Self::Stream),
            _ => None,
        }
    }
}
