//! The coders, which encode ranks as bytes. They never handle ids.

mod choice;
pub(crate) mod gzip;
pub(crate) mod numbers;
pub(crate) mod prefix;
pub(crate) mod thrift;
#[cfg(feature = "zstd")]
pub(crate) mod zstd;

pub use choice::CoderChoice;

use crate::error::{Error, Result};
use std::{fmt, str::FromStr};

/// What a coder encodes. The first byte of a document or stream has one number for coder and content together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    Text,
    Ids,
    Events,
}

/// Defines an enum of coders. Each entry has a variant, a name, and a number for each content that the coder supports.
macro_rules! coders {
    ($(#[doc = $type_doc:literal])* $type:ident {
        $($(#[doc = $doc:literal])* $(#[cfg($cfg:meta)])? $variant:ident $name:literal
            { $($content:ident = $number:literal),* })*
    }) => {
        $(#[doc = $type_doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[non_exhaustive]
        pub enum $type {
            $($(#[doc = $doc])* $(#[cfg($cfg)])? #[cfg_attr(feature = "serde", serde(rename = $name))] $variant,)*
        }

        impl $type {
            /// All coders of this build, in the order of their numbers in the format.
            pub const ALL: &'static [Self] = &[$($(#[cfg($cfg)])? Self::$variant,)*];

            /// Returns the coder's name, in lower case.
            pub const fn name(self) -> &'static str {
                match self { $($(#[cfg($cfg)])? Self::$variant => $name,)* }
            }

            /// The numbers of each coder, one for each content that it supports.
            const NUMBERS: &'static [(Self, &'static [(Content, u8)])] = &[
                $($(#[cfg($cfg)])? (Self::$variant, &[$((Content::$content, $number)),*]),)*
            ];

            /// Returns the number of this coder with this content, or `None` if the coder does not support it.
            pub(crate) fn number(self, content: Content) -> Option<u8> {
                let (_, numbers) = Self::NUMBERS.iter().find(|(coder, _)| *coder == self)?;
                numbers.iter().find(|(other, _)| *other == content).map(|(_, number)| *number)
            }

            /// Returns the coder and the content that a number identifies.
            pub(crate) fn from_number(number: u8) -> Option<(Self, Content)> {
                let all = Self::NUMBERS.iter();
                let mut all = all.flat_map(|(coder, numbers)| numbers.iter().map(move |entry| (coder, entry)));
                let (coder, (content, _)) = all.find(|(_, (_, other))| *other == number)?;
                Some((*coder, *content))
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }

        impl FromStr for $type {
            type Err = Error;

            /// Parses a [`name`](Self::name). [`Error::UnknownName`] lists the known names.
            fn from_str(name: &str) -> Result<Self> {
                let found = Self::ALL.iter().copied().find(|coder| coder.name() == name);
                found.ok_or_else(|| unknown(name, Self::ALL.iter().map(|coder| coder.name()).collect()))
            }
        }
    };
}

coders! {
    /// How the body of a document is encoded.
    Coder {
        /// Text or ids, unchanged.
        Stored "stored" { Text = 0, Ids = 1 }
        /// One varint per rank.
        Thrift "thrift" { Ids = 2 }
        /// The varints of [`Thrift`](Self::Thrift), compressed by deflate.
        Gzip "gzip" { Ids = 3 }
        /// One code word of 1 to 24 bits per rank.
        Prefix "prefix" { Ids = 4 }
        /// The text, compressed by zstd. If only ids are available, [`Hybrid`](Self::Hybrid) is used. Needs the
        /// feature `zstd`.
        ///
        /// No ids are stored. Decoding ids tokenizes the text, as it does for [`Stored`](Self::Stored) text.
        #[cfg(feature = "zstd")]
        Zstd "zstd" { Text = 5 }
        /// The varints of [`Thrift`](Self::Thrift), compressed by zstd. Needs the feature `zstd`.
        #[cfg(feature = "zstd")]
        Hybrid "hybrid" { Ids = 6 }
    }
}

coders! {
    /// How the symbols of a stream are encoded.
    StreamCoder {
        /// One varint per symbol. The best choice if each write has one token.
        Varint "varint" { Ids = 1, Events = 2 }
        /// One code word of 1 to 24 bits per symbol. The best choice if writes are coalesced.
        Prefix "prefix" { Ids = 4, Events = 8 }
    }
}

fn unknown(name: &str, known: Vec<&'static str>) -> Error {
    let feature = ["zstd", "hybrid", "smallest"].contains(&name).then_some("zstd");
    Error::UnknownName { kind: "coder", name: name.into(), feature, known }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_round_trip() {
        for &coder in Coder::ALL {
            for content in [Content::Text, Content::Ids, Content::Events] {
                let number = coder.number(content);
                assert!(number.is_none_or(|number| Coder::from_number(number) == Some((coder, content))));
            }
            assert_eq!(coder.name().parse(), Ok(coder));
        }
        for &coder in StreamCoder::ALL {
            assert!(coder.number(Content::Ids).is_some() && coder.number(Content::Events).is_some());
            assert_eq!(coder.name().parse(), Ok(coder));
        }
        assert!("Prefix".parse::<Coder>().is_err() && "gzip".parse::<StreamCoder>().is_err());
    }
}
