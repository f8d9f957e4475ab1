//! Which answers are encoded, and how.

use super::options::EncodeOptions;
use crate::content_coding::ContentCoding;
use crate::negotiation::Accept;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use tokenwire::StreamCoder;
use tokenwire_chat::Encoder;

/// The media types of streamed answers.
const STREAMED: [&str; 2] = ["text/event-stream", "application/x-ndjson"];

/// How an answer is encoded.
pub(super) struct Encoding {
    pub(super) encoder: Encoder,
    pub(super) coder: StreamCoder,
    /// The coding that the answer has now.
    pub(super) content_coding: ContentCoding,
}

/// Returns how an answer with this status and these headers is encoded. `None` if it is not streamed, or the client
/// prefers it as it is.
pub(super) fn encoding(
    status: StatusCode,
    headers: &HeaderMap,
    accept: &Accept,
    options: &EncodeOptions,
) -> Option<Encoding> {
    let content_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    if !status.is_success() || !is_streamed(content_type) {
        return None;
    }
    let offer = accept.offer_preferred_to(content_type)?;
    let coder = offer.choose_coder(options.preferred_coder());
    let encoder = offer.encoder(coder)?.with_padding(options.padding);
    Some(Encoding { encoder, coder, content_coding: ContentCoding::from_headers(headers)? })
}

fn is_streamed(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    STREAMED.iter().any(|streamed| essence.eq_ignore_ascii_case(streamed))
}
