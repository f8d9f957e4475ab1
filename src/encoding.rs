//! The encodings, with their names, sizes and vocabularies, and the models that use them. `mappings/encodings.tsv`
//! lists the encodings.

use crate::error::{Error, Result};
use std::{fmt, str::FromStr};

/// Defines the enum of encodings. Each entry has a description, a variant, a name, a size, a family and a feature.
macro_rules! encodings {
    ($($about:literal $variant:ident $name:literal $size:literal $family:ident $feature:literal)*) => {
        /// One of tiktoken's encodings: a vocabulary with its special tokens.
        ///
        /// Each encoding needs the feature of its vocabulary: `cl100k`, `o200k`, `p50k` or `r50k`. All four are
        /// enabled by default.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[non_exhaustive]
        pub enum Encoding {
            $(#[doc = $about] #[cfg(feature = $feature)] #[cfg_attr(feature = "serde", serde(rename = $name))] $variant,)*
        }

        impl Encoding {
            /// All encodings that are compiled in, sorted by name.
            pub const ALL: &'static [Self] = &[$(#[cfg(feature = $feature)] Self::$variant,)*];

            /// Returns the name in tiktoken, such as `"o200k_base"`.
            pub const fn name(self) -> &'static str {
                match self { $(#[cfg(feature = $feature)] Self::$variant => $name,)* }
            }

            /// Returns the size of the vocabulary, including gaps. It is one more than the highest id.
            pub const fn vocab_size(self) -> u32 {
                match self { $(#[cfg(feature = $feature)] Self::$variant => $size,)* }
            }

            /// Returns the family that the encoding's ordinary tokens come from.
            pub(crate) const fn family(self) -> Family {
                match self { $(#[cfg(feature = $feature)] Self::$variant => Family::$family,)* }
            }
        }

        /// The names of all encodings and the features that add them, compiled in or not.
        const FEATURES: &[(&str, &str)] = &[$(($name, $feature),)*];
    };
}

include!(concat!(env!("OUT_DIR"), "/encodings.rs"));
include!(concat!(env!("OUT_DIR"), "/models.rs"));

/// A family of encodings that share ordinary tokens, tables and the pattern that splits text. Each family is a feature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    #[cfg(feature = "cl100k")]
    Cl100k,
    #[cfg(feature = "o200k")]
    O200k,
    #[cfg(feature = "p50k")]
    P50k,
    #[cfg(feature = "r50k")]
    R50k,
}

impl Encoding {
    /// Returns the encoding of a model, such as `"gpt-4o"` or `"ft:gpt-4o:org:name:id"`.
    ///
    /// The model names are those of tiktoken 0.14 and tiktoken-rs 0.12 (`mappings/models.tsv`).
    ///
    /// # Errors
    /// [`Error::UnknownName`] if the model is unknown or its encoding is not compiled in.
    pub fn for_model(model: &str) -> Result<Self> {
        let base = model.strip_prefix("ft:").map_or(model, |rest| rest.split(':').next().unwrap_or(rest));
        let exact = MODELS.iter().find(|(name, _)| *name == base);
        let matches = |(start, _): &&(&str, &str)| base.starts_with(start.trim_end_matches('*'));
        let found = exact.or_else(|| MODEL_PREFIXES.iter().find(matches)).map(|(_, encoding)| *encoding);
        let unknown = || unknown("model", model, found.and_then(feature), known_models());
        found.and_then(by_name).ok_or_else(unknown)
    }

    /// Returns whether both encodings have the same ids, and therefore the same tables.
    pub(crate) fn has_ids_of(self, other: Self) -> bool {
        (self.family(), self.vocab_size()) == (other.family(), other.vocab_size())
    }
}

impl FromStr for Encoding {
    type Err = Error;

    /// Parses a name as tiktoken spells it. [`Error::UnknownName`] lists the known names.
    fn from_str(name: &str) -> Result<Self> {
        let known = || Self::ALL.iter().map(|encoding| encoding.name()).collect();
        by_name(name).ok_or_else(|| unknown("encoding", name, feature(name), known()))
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

fn by_name(name: &str) -> Option<Encoding> {
    Encoding::ALL.iter().copied().find(|encoding| encoding.name() == name)
}

/// Returns the feature that adds an encoding, whether or not it is compiled in.
fn feature(encoding: &str) -> Option<&'static str> {
    FEATURES.iter().find(|(name, _)| *name == encoding).map(|(_, feature)| *feature)
}

/// Returns the models whose encodings are compiled in: exact names, and prefixes with a star.
fn known_models() -> Vec<&'static str> {
    let all = MODELS.iter().chain(MODEL_PREFIXES);
    all.filter(|(_, encoding)| by_name(encoding).is_some()).map(|(name, _)| *name).collect()
}

fn unknown(
    kind: &'static str,
    name: &str,
    feature: Option<&'static str>,
    mut known: Vec<&'static str>,
) -> Error {
    known.sort_unstable();
    Error::UnknownName { kind, name: name.into(), feature, known }
}
