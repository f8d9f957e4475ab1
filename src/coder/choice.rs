//! How a writer picks the coder of a document.

use super::{Coder, StreamCoder, unknown};
use crate::error::{Error, Result};
use std::{fmt, slice, str::FromStr};

/// How a writer picks the coder of a document. A reader needs none of this: a document names its coder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum CoderChoice {
    /// The smallest of stored, thrift, gzip and prefix; of equally small ones, the first.
    ///
    /// Later coders never join it: every release and every build picks the same coder, and every release reads it.
    #[default]
    Stable,
    /// The smallest of [`Coder::ALL`]; of equally small ones, the first. With the feature `zstd`.
    ///
    /// It includes the coders that a release or a feature adds, so readers have to be as new as the writer. It takes as long as
    /// all coders together.
    #[cfg(feature = "zstd")]
    Smallest,
    /// This coder.
    #[cfg_attr(feature = "serde", serde(untagged))]
    Only(Coder),
}

/// What [`CoderChoice::Stable`] tries. Part of the format: it never changes.
const STABLE: &[Coder] = &[Coder::Stored, Coder::Thrift, Coder::Gzip, Coder::Prefix];

const POLICIES: &[CoderChoice] = &[
    CoderChoice::Stable,
    #[cfg(feature = "zstd")]
    CoderChoice::Smallest,
];

impl CoderChoice {
    /// Returns every choice of this build: first those among several coders, then each coder.
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

    /// The coder of a stream that is written where a document would be too large.
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

    /// The coders to try, in this order.
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

    /// Reads a [`name`](Self::name). [`Error::UnknownName`] lists the known ones.
    fn from_str(name: &str) -> Result<Self> {
        let found = Self::all().find(|choice| choice.name() == name);
        found.ok_or_else(|| unknown(name, Self::all().map(Self::name).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_their_choices() {
        assert!(CoderChoice::all().all(|choice| choice.name().parse() == Ok(choice)));
        assert!("auto".parse::<CoderChoice>().is_err());
        assert_eq!(
            CoderChoice::default().coders(),
            ["stored", "thrift", "gzip", "prefix"].map(|name| name.parse().unwrap())
        );
    }
}
