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
        #[cfg(any(feature = "p50k", feature = "r50k"))]
        _ => vocabulary!("r50k"),
    }
}
