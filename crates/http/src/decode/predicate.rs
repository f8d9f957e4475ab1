//! Decides which responses are decoded.

use crate::content_coding::ContentCoding;
use crate::negotiation::Answer;
use http::{HeaderMap, header::CONTENT_TYPE};

/// Returns the content coding of a response that is decoded. Returns `None` for a response that is returned unchanged:
/// one that is not a token stream, or that has another version or an unsupported content coding.
pub(super) fn content_coding(headers: &HeaderMap) -> Option<ContentCoding> {
    let content_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    Answer::is_readable(content_type)?.then(|| ContentCoding::from_headers(headers))?
}
