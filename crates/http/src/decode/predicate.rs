//! Decides which answers are decoded.

use crate::content_coding::ContentCoding;
use crate::negotiation::Answer;
use http::{HeaderMap, header::CONTENT_TYPE};

/// Returns the content coding of an answer to decode. Returns `None` for an answer that is not a token stream, or that has
/// another version or an unsupported coding: it is returned unchanged, and its headers describe it.
pub(super) fn content_coding(headers: &HeaderMap) -> Option<ContentCoding> {
    let content_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    Answer::is_readable(content_type)?.then(|| ContentCoding::from_headers(headers))?
}
