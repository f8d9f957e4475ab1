//! The built-in tables. `build.rs` builds their images from `mappings/`.

use crate::encoding::{Encoding, Family};
#[cfg(feature = "compact")]
use std::sync::OnceLock;

/// A release: a set of tables that were counted from one corpus, with one table per vocabulary. A published
/// release never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Release {
    Tacc010,
    Chat2026,
    /// A third release for tests, which shows that no code assumes two releases.
    #[cfg(test)]
    Next,
}

/// The image of a built-in table.
pub(crate) struct BuiltIn {
    /// The release and the vocabulary, such as `"chat-2026/o200k"`.
    name: &'static str,
    compiled_in: &'static [u8],
    #[cfg(feature = "compact")]
    unpacked: OnceLock<Vec<u8>>,
}

impl BuiltIn {
    const fn new(name: &'static str, compiled_in: &'static [u8]) -> Self {
        Self {
            name,
            compiled_in,
            #[cfg(feature = "compact")]
            unpacked: OnceLock::new(),
        }
    }

    pub(crate) const fn name(&self) -> &'static str {
        self.name
    }

    #[cfg(not(feature = "compact"))]
    pub(crate) const fn bytes(&self) -> &[u8] {
        self.compiled_in
    }

    /// Unpacks the image on first use.
    #[cfg(feature = "compact")]
    pub(crate) fn bytes(&self) -> &[u8] {
        self.unpacked.get_or_init(|| super::packed::unpack(self.compiled_in))
    }
}

/// Aligns an image to a cache line, so that no entry crosses a cache line boundary.
#[repr(C, align(64))]
struct Aligned<B: ?Sized>(B);

/// Selects an image of a release by the family of encodings.
macro_rules! images {
    ($family:ident: $cl100k:literal $o200k:literal $p50k:literal $r50k:literal) => {
        match $family {
            #[cfg(feature = "cl100k")]
            Family::Cl100k => image!($cl100k),
            #[cfg(feature = "o200k")]
            Family::O200k => image!($o200k),
            #[cfg(feature = "p50k")]
            Family::P50k => image!($p50k),
            #[cfg(feature = "r50k")]
            Family::R50k => image!($r50k),
        }
    };
}

/// Embeds the image of one table.
macro_rules! image {
    ($name:literal) => {{
        static BYTES: &Aligned<[u8]> =
            &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".table")));
        static IMAGE: BuiltIn = BuiltIn::new($name, &BYTES.0);
        &IMAGE
    }};
}

impl Release {
    #[cfg(test)]
    pub(crate) const ALL: [Self; 2] = [Self::Tacc010, Self::Chat2026];

    /// Returns the image of an encoding's table. A shared image may have more ids than the encoding.
    pub(crate) const fn image(self, encoding: Encoding) -> &'static BuiltIn {
        let family = encoding.family();
        match self {
            Self::Tacc010 => {
                images!(family: "tacc-0.1.0/cl100k" "tacc-0.1.0/o200k" "tacc-0.1.0/p50k" "tacc-0.1.0/r50k")
            }
            Self::Chat2026 => {
                images!(family: "chat-2026/cl100k" "chat-2026/o200k" "chat-2026/p50k" "chat-2026/r50k")
            }
            #[cfg(test)]
            Self::Next => Self::Chat2026.image(encoding),
        }
    }
}
