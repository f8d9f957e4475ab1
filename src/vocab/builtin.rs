//! The built-in vocabularies. `build.rs` builds their images from `mappings/vocab`.

use super::image::Image;
use crate::encoding::{Encoding, Family};

macro_rules! vocabulary {
    ($name:literal) => {{
        static IMAGE: Image = Image::new(include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".vocab")));
        &IMAGE
    }};
}

/// Returns the image with an encoding's ordinary tokens. A shared image may have more tokens than the encoding.
pub(super) fn image(encoding: Encoding) -> &'static Image {
    match encoding.family() {
        #[cfg(feature = "cl100k")]
        Family::Cl100k => vocabulary!("cl100k"),
        #[cfg(feature = "o200k")]
        Family::O200k => vocabulary!("o200k"),
        #[cfg(feature = "p50k")]
        Family::P50k => r50k(),
        #[cfg(feature = "r50k")]
        Family::R50k => r50k(),
    }
}

/// Returns the image that `r50k_base` and `p50k_base` share. `p50k_base` has the same tokens and 24 more with
/// higher ids.
#[cfg(any(feature = "p50k", feature = "r50k"))]
fn r50k() -> &'static Image {
    vocabulary!("r50k")
}
