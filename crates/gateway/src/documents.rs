//! Documents in request bodies.

mod decode;
mod encode;

pub(crate) use decode::{DocumentDecoder, decode};
pub(crate) use encode::{DocumentEncoder, encode};
