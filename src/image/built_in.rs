//! The tables that are compiled in. `build.rs` makes their images from `mappings/`.

use crate::encoding::Encoding;
#[cfg(feature = "compact")]
use std::sync::OnceLock;

/// Tables of one origin, one for each vocabulary. A release never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Release {
    Tacc010,
    Chat2026,
}

/// The image of a built-in table.
pub(crate) struct BuiltIn {
    compiled_in: &'static [u8],
    #[cfg(feature = "compact")]
    unpacked: OnceLock<Vec<u8>>,
}

impl BuiltIn {
    const fn new(compiled_in: &'static [u8]) -> Self {
        Self {
            compiled_in,
            #[cfg(feature = "compact")]
            unpacked: OnceLock::new(),
        }
    }

    #[cfg(not(feature = "compact"))]
    pub(crate) const fn bytes(&self) -> &[u8] {
        self.compiled_in
    }

    /// Unpacked when it is first asked for.
    #[cfg(feature = "compact")]
    pub(crate) fn bytes(&self) -> &[u8] {
        self.unpacked.get_or_init(|| super::packed::unpack(self.compiled_in))
    }
}

/// Its words are looked up, and none of them should lie across two cache lines.
#[repr(C, align(64))]
struct Aligned<B: ?Sized>(B);

macro_rules! image {
    ($name:literal) => {{
        static BYTES: &Aligned<[u8]> =
            &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".table")));
        static IMAGE: BuiltIn = BuiltIn::new(&BYTES.0);
        ($name, &IMAGE)
    }};
}

macro_rules! images {
    ($encoding:ident: $cl100k:literal $o200k:literal $p50k:literal $r50k:literal) => {
        match $encoding {
            #[cfg(feature = "cl100k")]
            Encoding::Cl100kBase => image!($cl100k),
            #[cfg(feature = "o200k")]
            Encoding::O200kBase | Encoding::O200kHarmony => image!($o200k),
            #[cfg(feature = "p50k")]
            Encoding::P50kBase | Encoding::P50kEdit => image!($p50k),
            #[cfg(feature = "r50k")]
            Encoding::R50kBase | Encoding::Gpt2 => image!($r50k),
        }
    };
}

impl Release {
    #[cfg(test)]
    pub(crate) const ALL: [Self; 2] = [Self::Tacc010, Self::Chat2026];

    /// Name and image. The image may be for more ids than the encoding has.
    pub(crate) const fn image(self, encoding: Encoding) -> (&'static str, &'static BuiltIn) {
        match self {
            Self::Tacc010 => {
                images!(encoding: "tacc-0.1.0/cl100k" "tacc-0.1.0/o200k" "tacc-0.1.0/p50k" "tacc-0.1.0/r50k")
            }
            Self::Chat2026 => {
                images!(encoding: "chat-2026/cl100k" "chat-2026/o200k" "chat-2026/p50k" "chat-2026/r50k")
            }
        }
    }
}
