//! The tables that are compiled in. `build.rs` makes their images from `mappings/`.

use crate::encoding::Encoding;

macro_rules! table {
    ($name:literal) => {
        ($name, include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".table")))
    };
}

/// Name and image. The image may be for more ids than the encoding has.
pub(super) const fn tacc_0_1_0(encoding: Encoding) -> (&'static str, &'static [u8]) {
    match encoding {
        #[cfg(feature = "cl100k")]
        Encoding::Cl100kBase => table!("tacc-0.1.0/cl100k"),
        #[cfg(feature = "o200k")]
        Encoding::O200kBase | Encoding::O200kHarmony => table!("tacc-0.1.0/o200k"),
        #[cfg(feature = "p50k")]
        Encoding::P50kBase | Encoding::P50kEdit => table!("tacc-0.1.0/p50k"),
        #[cfg(feature = "r50k")]
        Encoding::R50kBase | Encoding::Gpt2 => table!("tacc-0.1.0/r50k"),
    }
}
