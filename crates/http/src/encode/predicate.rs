//! Decides which responses are encoded, and how.

use super::options::EncodeOptions;
use crate::content_coding::ContentCoding;
use crate::negotiation::{Accept, Answer, MediaRange};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use tokenwire::StreamCoder;
use tokenwire_chat::Encoder;

/// The media types of streamed responses.
const STREAMED: [&str; 2] = ["text/event-stream", "application/x-ndjson"];

/// How a response is encoded.
pub(super) struct Encoding {
    pub(super) encoder: Encoder,
    pub(super) answer: Answer,
    pub(super) coder: StreamCoder,
    /// The content coding of the original response.
    pub(super) content_coding: ContentCoding,
}

/// Returns how to encode a response with this status and these headers. Returns `None` if the response is an error or
/// not streamed, if the client prefers its media type, or if this build cannot encode it.
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
    let answer = offer.answer(coder);
    Some(Encoding { encoder, answer, coder, content_coding: ContentCoding::from_headers(headers)? })
}

fn is_streamed(content_type: &str) -> bool {
    let media_type = MediaRange { text: content_type };
    STREAMED.iter().any(|streamed| media_type.is(streamed))
}
