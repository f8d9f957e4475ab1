//! Which answers are decoded.

use crate::content_coding::ContentCoding;
use crate::negotiation::Answer;
use http::{HeaderMap, header::CONTENT_TYPE};

/// Returns the content coding of an answer that is decoded. `None` for an answer that is no token stream or one of
/// another version, which is returned unchanged: its `Content-Type` says what it is.
pub(super) fn content_coding(headers: &HeaderMap) -> Option<ContentCoding> {
    let content_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    Answer::is_readable(content_type)?.then(|| ContentCoding::from_headers(headers))?
}
