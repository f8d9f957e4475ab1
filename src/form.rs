//! The forms of encoded data, detected by the first byte.

use crate::coder::{gzip, thrift};
use crate::document::header;
use crate::stream;

/// A form of encoded data. Payloads of raw ids have no separate form: they look like [`Form::Payload`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Form {
    /// A bare payload: a Thrift struct, as tacc writes it.
    Payload,
    /// A payload in one gzip member.
    GzipPayload,
    /// A document of any version, with a header, a body and a checksum.
    Document,
    /// A stream of any version, with a header and symbols.
    Stream,
}

impl Form {
    /// Detects the form of these bytes by the first byte. The first bytes of different forms differ in at least
    /// two bits, so no single bit flip turns one form into another.
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
