//! What a server's answer says of its stream.

use super::offer::name;
use super::range::Range;
use super::{DICTIONARY, STREAM, VERSION};
use std::fmt;
use tokenwire::StreamCoder;

/// A stream's media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Answer(pub(crate) StreamCoder);

impl Answer {
    /// Whether this `Content-Type` is of a stream that can be read here; `None` if it is of none at all.
    pub(crate) fn is_readable(content_type: &str) -> Option<bool> {
        let range = Range { written: content_type };
        let known = |(name, value): &(String, String)| match name.as_str() {
            "v" => value == VERSION,
            "dict" => value.parse() == Ok(DICTIONARY),
            _ => true,
        };
        range.is(STREAM).then(|| range.parameters().is_some_and(|all| all.iter().all(known)))
    }
}

impl fmt::Display for Answer {
    /// As in `Content-Type`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{STREAM};v={VERSION};coder={};dict={DICTIONARY}", name(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let readable = |written: &str| Answer::is_readable(written);
        assert_eq!(readable(&Answer(StreamCoder::Prefix).to_string()), Some(true));
        assert_eq!(readable("Application/vnd.Tokenwire.stream ; coder=new"), Some(true));
        assert_eq!(readable(&format!("{STREAM};v=2")), Some(false));
        assert_eq!(readable(&format!("{STREAM};dict=2")), Some(false));
        assert_eq!(readable(&format!("{STREAM};v")), Some(false));
        assert_eq!(readable("text/event-stream"), None);
    }
}
