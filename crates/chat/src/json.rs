//! JSON strings as servers write them: which characters they escape, and how.

mod escape;
mod style;

pub(crate) use escape::unescape;
pub(crate) use style::Style;
