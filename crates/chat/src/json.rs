//! JSON strings: escaping and unescaping in the style of a server.

mod escape;
mod style;

pub(crate) use escape::unescape;
pub(crate) use style::Style;
