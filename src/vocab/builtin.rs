//! The vocabularies that are compiled in. `build.rs` makes their images from `mappings/vocab`.

use super::image::Image;
use crate::encoding::Encoding;

macro_rules! vocabulary {
    ($name:literal) => {{
        static IMAGE: Image = Image::new(include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".vocab")));
        &IMAGE
    }};
}

/// The ordinary tokens of an encoding. A shared image may have more of them than the encoding.
pub(super) fn image(encoding: Encoding) -> &'static Image {
    match encoding {
        #[cfg(feature = "cl100k")]
        Encoding::Cl100kBase => vocabulary!("cl100k"),
        #[cfg(feature = "o200k")]
        Encoding::O200kBase | Encoding::O200kHarmony => vocabulary!("o200k"),
        #[cfg(feature = "p50k")]
        Encoding::P50kBase | Encoding::P50kEdit => r50k(),
        #[cfg(feature = "r50k")]
        Encoding::R50kBase | Encoding::Gpt2 => r50k(),
    }
}

/// `p50k_base` is `r50k_base` and 24 tokens with higher ids, so both read one image.
#[cfg(any(feature = "p50k", feature = "r50k"))]
fn r50k() -> &'static Image {
    vocabulary!("r50k")
}
