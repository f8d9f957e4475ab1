//! The names of the encodings, their sizes, and which models use them.

use crate::error::{Error, Result};
use std::{fmt, str::FromStr};

include!(concat!(env!("OUT_DIR"), "/encodings.rs"));
include!(concat!(env!("OUT_DIR"), "/models.rs"));

macro_rules! encodings {
    ($($(#[doc = $doc:literal])* $feature:literal $variant:ident $name:literal $size:literal)*) => {
        /// One of tiktoken's encodings: a vocabulary with its special tokens.
        ///
        /// Each stands behind the feature of its vocabulary (`cl100k`, `o200k`, `p50k`, `r50k`); all are on by default.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Encoding {
            $($(#[doc = $doc])* #[cfg(feature = $feature)] $variant,)*
        }

        impl Encoding {
            /// Every encoding that is compiled in, by name.
            pub const ALL: &'static [Self] = &[$(#[cfg(feature = $feature)] Self::$variant,)*];

            /// The name that tiktoken uses, `"o200k_base"`.
            pub const fn name(self) -> &'static str {
                match self { $(#[cfg(feature = $feature)] Self::$variant => $name,)* }
            }

            /// Ids from 0 to the highest special token, gaps included; an id is below this.
            pub const fn vocab_size(self) -> u32 {
                match self { $(#[cfg(feature = $feature)] Self::$variant => $size,)* }
            }
        }

        /// Every name and the feature that brings it, compiled in or not.
        const FEATURES: &[(&str, &str)] = &[$(($name, $feature),)*];
    };
}

encodings! {
    /// GPT-4, GPT-3.5 and the embedding models after 2022.
    "cl100k" Cl100kBase "cl100k_base" 100_277
    /// GPT-2; the same tokens as `r50k_base`.
    "r50k" Gpt2 "gpt2" 50_257
    /// GPT-4o, GPT-4.1, GPT-5 and the o series.
    "o200k" O200kBase "o200k_base" 200_019
    /// The open-weight gpt-oss models: `o200k_base` and more special tokens.
    "o200k" O200kHarmony "o200k_harmony" 201_088
    /// Codex and `text-davinci-002` and `-003`.
    "p50k" P50kBase "p50k_base" 50_281
    /// The edit models: `p50k_base` and three special tokens.
    "p50k" P50kEdit "p50k_edit" 50_284
    /// GPT-3.
    "r50k" R50kBase "r50k_base" 50_257
}

impl Encoding {
    /// The encoding of a model, `"gpt-4o"` or `"ft:gpt-4o:org:name:id"`.
    ///
    /// The names are those of tiktoken 0.14 and tiktoken-rs 0.12 (`mappings/models.tsv`).
    ///
    /// # Errors
    /// [`Error::UnknownName`], for an unknown model or for a known one whose encoding is not compiled in.
    pub fn for_model(model: &str) -> Result<Self> {
        let base = model.strip_prefix("ft:").map_or(model, |rest| rest.split(':').next().unwrap_or(rest));
        let fits = |(start, _): &&(&str, _)| base.starts_with(start.trim_end_matches('*'));
        let found =
            MODELS.get(base).or_else(|| MODEL_PREFIXES.iter().find(fits).map(|(_, encoding)| encoding));
        let feature = || found.and_then(|encoding| feature(encoding));
        let encoding = found.and_then(|encoding| ENCODINGS.get(encoding)).copied();
        encoding.ok_or_else(|| unknown("model", model, feature(), known_models()))
    }
}

impl FromStr for Encoding {
    type Err = Error;

    /// Reads a name as tiktoken writes it. [`Error::UnknownName`] lists what exists.
    fn from_str(name: &str) -> Result<Self> {
        let known = || ENCODINGS.keys().copied().collect();
        ENCODINGS.get(name).copied().ok_or_else(|| unknown("encoding", name, feature(name), known()))
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What brings an encoding, compiled in or not.
fn feature(encoding: &str) -> Option<&'static str> {
    FEATURES.iter().find(|(name, _)| *name == encoding).map(|(_, feature)| *feature)
}

/// Exact names, and beginnings with a star, of the encodings that are compiled in.
fn known_models() -> Vec<&'static str> {
    let prefixes = MODEL_PREFIXES.iter().map(|(start, encoding)| (start, encoding));
    let here = MODELS.entries().chain(prefixes).filter(|(_, encoding)| ENCODINGS.contains_key(encoding));
    here.map(|(name, _)| *name).collect()
}

fn unknown(
    kind: &'static str,
    name: &str,
    feature: Option<&'static str>,
    mut known: Vec<&'static str>,
) -> Error {
    known.sort_unstable();
    let nearest = if feature.is_none() { nearest(name, &known) } else { None };
    Error::UnknownName { kind, name: name.into(), nearest, feature, known }
}

/// The known name that is most like it, whatever the case; one that contains it comes first.
fn nearest(name: &str, known: &[&'static str]) -> Option<&'static str> {
    // A name of any length may come in; comparing costs time by length.
    let name: String = name.chars().take(64).collect::<String>().to_lowercase();
    let likeness =
        |known: &str| strsim::jaro_winkler(&name, known) + f64::from(u8::from(known.contains(&name)));
    known.iter().rev().copied().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
}
