//! Which form bytes have, detected by the first byte.

use crate::coder::{gzip, thrift};
use crate::document::header;
use crate::error::{Error, Result};
use crate::stream;
use std::{fmt, str::FromStr};

/// A form that this crate writes. Raw ids have no form of their own: they look like [`Form::Payload`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

    /// Returns `"payload"`, `"gzip-payload"`, `"document"` or `"stream"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Payload => "payload",
            Self::GzipPayload => "gzip-payload",
            Self::Document => "document",
            Self::Stream => "stream",
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Form {
    type Err = Error;

    /// Reads a [`name`](Self::name). [`Error::UnknownName`] lists the known ones.
    fn from_str(name: &str) -> Result<Self> {
        let all = [Self::Payload, Self::GzipPayload, Self::Document, Self::Stream];
        let known = || all.iter().map(|form| form.name()).collect();
        let found = all.iter().copied().find(|form| form.name() == name);
        found.ok_or_else(|| Error::UnknownName {
            kind: "form",
            name: name.into(),
            feature: None,
            known: known(),
        })
    }
}
