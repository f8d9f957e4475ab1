//! Ways of writing ranks. Coders see ranks, never ids.

pub(crate) mod gzip;
pub(crate) mod prefix;
pub(crate) mod thrift;

use std::fmt;

/// How the body of a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Coder {
    /// The smallest of the four below; of equal ones, the first. For writing only: a document says which it was.
    #[default]
    Auto,
    /// Text or ids as they are.
    Stored,
    /// A varint for each rank.
    Thrift,
    /// Deflate over these varints.
    Gzip,
    /// A word of 1 to 24 bits for each rank.
    Prefix,
}

impl Coder {
    /// What [`Auto`](Self::Auto) tries, in this order.
    pub const ALL: [Self; 4] = [Self::Stored, Self::Thrift, Self::Gzip, Self::Prefix];

    /// `"auto"`, `"stored"`, `"thrift"`, `"gzip"` or `"prefix"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Stored => "stored",
            Self::Thrift => "thrift",
            Self::Gzip => "gzip",
            Self::Prefix => "prefix",
        }
    }
}

impl fmt::Display for Coder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
