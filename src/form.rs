//! What bytes are, told by their first one.

use crate::coder::{gzip, thrift};
use crate::document::header;
use crate::stream;

/// A form that this crate writes. Raw ids have no form of their own: they look like a [`Form::Payload`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// A Thrift struct: the bytes that tacc writes.
    Payload,
    /// The same in one gzip member.
    GzipPayload,
    /// A header, a body and a checksum, of whatever version.
    Document,
    /// A header and symbols as they come, of whatever version.
    Stream,
}

impl Form {
    /// The form that these bytes begin as; any two first bytes are at least two bit flips apart.
    pub const fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [thrift::FIELD, ..] => Some(Self::Payload),
            [gzip::MAGIC, ..] => Some(Self::GzipPayload),
            [first, ..] if header::is_document(*first) => Some(Self::Document),
            [first, ..] if stream::is_stream(*first) => Some(Self::Stream),
            _ => None,
        }
    }
}
