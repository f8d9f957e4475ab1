//! How a server writes a JSON string, which there are many ways of.

mod escape;
mod style;
mod unescape;

pub(crate) use style::Style;
pub(crate) use unescape::unescape;
