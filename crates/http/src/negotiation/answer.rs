//! The headers of a response that is a token stream.

use super::header::CONTENT_TYPE;
use super::media_range::MediaRange;
use super::media_type::STREAM;
use super::version::VERSION;
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE as TYPE, ETAG, HeaderName,
    VARY,
};
use http::{HeaderMap, HeaderValue};
use tokenwire::StreamCoder;
use tokenwire_chat::DICTIONARY;

/// The headers that describe the bytes of the original body. They do not apply to the token stream that replaces it.
const BODY_HEADERS: [HeaderName; 8] = [
    ACCEPT_RANGES,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    ETAG,
    HeaderName::from_static("content-digest"),
    HeaderName::from_static("content-md5"),
    HeaderName::from_static("digest"),
    HeaderName::from_static("repr-digest"),
];

/// The headers of a response that is a token stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    coder: StreamCoder,
    /// The number of ranks to which the stream's tokens are limited.
    ranks: Option<u32>,
}

impl Answer {
    /// Creates the headers for a stream that is written with this coder.
    pub const fn new(coder: StreamCoder) -> Self {
        Self { coder, ranks: None }
    }

    /// Sets the number of ranks to which the stream's tokens are limited. `None` means no limit.
    #[must_use]
    pub const fn with_ranks(self, ranks: Option<u32>) -> Self {
        Self { ranks, ..self }
    }

    /// Replaces the headers of a streamed response with those of its token stream.
    pub fn apply_to(self, headers: &mut HeaderMap) {
        for name in BODY_HEADERS {
            headers.remove(name);
        }
        if let Ok(value) = HeaderValue::try_from(self.content_type())
            && let Some(before) = headers.insert(TYPE, value)
        {
            headers.insert(CONTENT_TYPE, before);
        }
        if !has(headers, &CACHE_CONTROL, "no-transform") {
            headers.append(CACHE_CONTROL, HeaderValue::from_static("no-transform"));
        }
        headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
        add_vary(headers);
    }

    /// Returns the value of `Content-Type`.
    fn content_type(self) -> String {
        let ranks = self.ranks.map(|ranks| format!(";ranks={ranks}")).unwrap_or_default();
        format!("{STREAM};v={VERSION};coder={};dict={DICTIONARY}{ranks}", self.coder)
    }

    /// Returns whether this release can read a token stream of this `Content-Type`, or `None` if it is not a token
    /// stream.
    pub fn is_readable(content_type: &str) -> Option<bool> {
        let range = MediaRange { text: content_type };
        let known = |(name, value): &(String, String)| match name.as_str() {
            "v" => value == VERSION,
            "dict" => value.parse() == Ok(DICTIONARY),
            _ => true,
        };
        range.is(STREAM).then(|| range.parameters().is_some_and(|all| all.iter().all(known)))
    }
}

/// Declares in `Vary` that the response depends on `Accept`.
pub(crate) fn add_vary(headers: &mut HeaderMap) {
    if !has(headers, &VARY, "accept") && !has(headers, &VARY, "*") {
        headers.append(VARY, HeaderValue::from_static("Accept"));
    }
}

/// Returns whether a header, which is a list of tokens, contains `item`.
fn has(headers: &HeaderMap, name: &HeaderName, item: &str) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|own| own.trim().eq_ignore_ascii_case(item))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_versions_and_dictionaries_are_readable() {
        let readable = |content_type: &str| Answer::is_readable(content_type);
        assert_eq!(readable(&Answer::new(StreamCoder::Prefix).content_type()), Some(true));
        let limited = Answer::new(StreamCoder::Varint).with_ranks(Some(9)).content_type();
        assert_eq!(limited, format!("{STREAM};v=1;coder=varint;dict=1;ranks=9"));
        assert_eq!(readable(&limited), Some(true));
        assert_eq!(readable("Application/vnd.Tokenwire.stream ; coder=new"), Some(true));
        assert_eq!(readable(&format!("{STREAM};v=2")), Some(false));
        assert_eq!(readable(&format!("{STREAM};dict=2")), Some(false));
        assert_eq!(readable(&format!("{STREAM};v")), Some(false));
        assert_eq!(readable("text/event-stream"), None);
    }
}
