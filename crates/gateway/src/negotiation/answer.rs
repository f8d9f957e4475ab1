//! What a server's answer says of its stream.

use super::offer::name;
use super::range::Range;
use super::{CONTENT_TYPE, DICTIONARY, STREAM, VERSION};
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE as TYPE, ETAG, HeaderName,
    VARY,
};
use http::{HeaderMap, HeaderValue};
use std::fmt;
use tokenwire::StreamCoder;

/// What is true of the very bytes that an answer would have had, and of no others.
const OF_THE_BYTES: [HeaderName; 8] = [
    ACCEPT_RANGES,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    ETAG,
    HeaderName::from_static("content-digest"),
    HeaderName::from_static("content-md5"),
    HeaderName::from_static("digest"),
    HeaderName::from_static("repr-digest"),
];

/// An answer that is a stream, written with this coder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer(pub StreamCoder);

impl Answer {
    /// Makes the headers of a streamed answer those of the token stream that it becomes.
    pub fn put(self, headers: &mut HeaderMap) {
        for name in OF_THE_BYTES {
            headers.remove(name);
        }
        if let Ok(value) = HeaderValue::try_from(self.to_string())
            && let Some(before) = headers.insert(TYPE, value)
        {
            headers.insert(CONTENT_TYPE, before);
        }
        if !has(headers, &CACHE_CONTROL, "no-transform") {
            headers.append(CACHE_CONTROL, HeaderValue::from_static("no-transform"));
        }
        headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
        vary(headers);
    }

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

/// Says that another client might get another answer.
pub(crate) fn vary(headers: &mut HeaderMap) {
    if !has(headers, &VARY, "accept") && !has(headers, &VARY, "*") {
        headers.append(VARY, HeaderValue::from_static("Accept"));
    }
}

/// Whether a list has this item.
fn has(headers: &HeaderMap, name: &HeaderName, item: &str) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|own| own.trim().eq_ignore_ascii_case(item))
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
