//! Ways of writing ranks. Coders see ranks, never ids.

pub(crate) mod gzip;
pub(crate) mod prefix;
pub(crate) mod thrift;
#[cfg(feature = "zstd")]
pub(crate) mod zstd;

use std::fmt;

/// How the body of a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Coder {
    /// The smallest of the next four; of equal ones, the first. For writing only: a document says which it was.
    ///
    /// Later coders never join it, so every release writes the same coder.
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
    /// zstd over the text; where only ids are given, [`Hybrid`](Self::Hybrid). With the feature `zstd`.
    ///
    /// It keeps no ids: whoever asks for some gets what the tokenizer gives, as with [`Stored`](Self::Stored) text.
    #[cfg(feature = "zstd")]
    Zstd,
    /// zstd over the varints of [`Thrift`](Self::Thrift). With the feature `zstd`.
    #[cfg(feature = "zstd")]
    Hybrid,
    /// The smallest of [`KNOWN`](Self::KNOWN); of equal ones, the first. For writing only. With the feature `zstd`.
    ///
    /// Unlike [`Auto`](Self::Auto) it takes what a release brings: readers have to be as new as the writer. It takes as
    /// long as all of them together.
    #[cfg(feature = "zstd")]
    Smallest,
}

impl Coder {
    /// What [`Auto`](Self::Auto) tries, in this order.
    pub const ALL: [Self; 4] = [Self::Stored, Self::Thrift, Self::Gzip, Self::Prefix];

    /// Every coder that a document may have in this build, in the order of their numbers.
    pub const KNOWN: &[Self] = &[
        Self::Stored,
        Self::Thrift,
        Self::Gzip,
        Self::Prefix,
        #[cfg(feature = "zstd")]
        Self::Zstd,
        #[cfg(feature = "zstd")]
        Self::Hybrid,
    ];

    /// `"auto"`, `"stored"`, `"thrift"`, `"gzip"` or `"prefix"`; `"zstd"`, `"hybrid"` or `"smallest"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Stored => "stored",
            Self::Thrift => "thrift",
            Self::Gzip => "gzip",
            Self::Prefix => "prefix",
            #[cfg(feature = "zstd")]
            Self::Zstd => "zstd",
            #[cfg(feature = "zstd")]
            Self::Hybrid => "hybrid",
            #[cfg(feature = "zstd")]
            Self::Smallest => "smallest",
        }
    }

    /// Whether a text is written as such, so that its ids are not needed.
    #[cfg(feature = "text")]
    pub(crate) const fn keeps_text(self) -> bool {
        match self {
            Self::Stored => true,
            #[cfg(feature = "zstd")]
            Self::Zstd => true,
            _ => false,
        }
    }
}

impl fmt::Display for Coder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
