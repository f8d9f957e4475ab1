//! How a writer chooses the coder of a document.

use super::{Coder, StreamCoder, unknown};
use crate::error::{Error, Result};
use std::{fmt, slice, str::FromStr};

/// How a writer chooses the coder of a document. A reader does not need to know, since each document names its coder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum CoderChoice {
    /// The coder with the smallest result among stored, thrift, gzip and prefix. On a tie, the first of them.
    ///
    /// This set never changes. Every release and every build chooses the same coder, and every release can decode
    /// the result.
    #[default]
    Stable,
    /// The coder with the smallest result among [`Coder::ALL`]. On a tie, the first of them. Needs the feature `zstd`.
    ///
    /// This set includes coders that a later release or a feature adds, so readers must be at least as new as the
    /// writer. Encoding takes as long as all coders together.
    #[cfg(feature = "zstd")]
    Smallest,
    /// Always this coder.
    #[cfg_attr(feature = "serde", serde(untagged))]
    Only(Coder),
}

/// The coders that [`CoderChoice::Stable`] tries. They are part of the format and never change.
const STABLE: &[Coder] = &[Coder::Stored, Coder::Thrift, Coder::Gzip, Coder::Prefix];

const POLICIES: &[CoderChoice] = &[
    CoderChoice::Stable,
    #[cfg(feature = "zstd")]
    CoderChoice::Smallest,
];

impl CoderChoice {
    /// Returns all choices of this build: first those that try several coders, then each single coder.
    pub fn all() -> impl Iterator<Item = Self> {
        POLICIES.iter().copied().chain(Coder::ALL.iter().copied().map(Self::Only))
    }

    /// Returns `"stable"`, `"smallest"`, or the coder's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            #[cfg(feature = "zstd")]
            Self::Smallest => "smallest",
            Self::Only(coder) => coder.name(),
        }
    }

    /// Returns the coder of the stream that replaces a document over its size limit, or `None` if the choice
    /// allows no stream.
    pub(crate) const fn stream_coder(self) -> Option<StreamCoder> {
        match self {
            Self::Stable => Some(StreamCoder::Varint),
            #[cfg(feature = "zstd")]
            Self::Smallest => None,
            Self::Only(coder) => match coder {
                Coder::Prefix => Some(StreamCoder::Prefix),
                Coder::Stored | Coder::Thrift | Coder::Gzip => None,
                #[cfg(feature = "zstd")]
                Coder::Zstd | Coder::Hybrid => None,
            },
        }
    }

    /// Returns the coders to try, in order.
    pub(crate) const fn coders(&self) -> &[Coder] {
        match self {
            Self::Stable => STABLE,
            #[cfg(feature = "zstd")]
            Self::Smallest => Coder::ALL,
            Self::Only(coder) => slice::from_ref(coder),
        }
    }
}

impl From<Coder> for CoderChoice {
    fn from(coder: Coder) -> Self {
        Self::Only(coder)
    }
}

impl fmt::Display for CoderChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for CoderChoice {
    type Err = Error;

    /// Parses a [`name`](Self::name). [`Error::UnknownName`] lists the known names.
    fn from_str(name: &str) -> Result<Self> {
        let found = Self::all().find(|choice| choice.name() == name);
        found.ok_or_else(|| unknown(name, Self::all().map(Self::name).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        assert!(CoderChoice::all().all(|choice| choice.name().parse() == Ok(choice)));
        assert!("auto".parse::<CoderChoice>().is_err());
        assert_eq!(
            CoderChoice::default().coders(),
            ["stored", "thrift", "gzip", "prefix"].map(|name| name.parse().unwrap())
        );
    }
}
