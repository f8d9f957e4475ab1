//! Restores the original responses from token streams, for the layer and the middleware.

use super::body::{DecodeBody, DecodedStream};
use super::options::DecodeOptions;
use super::predicate::content_coding;
use crate::content_coding::decompressed;
use crate::error::BoxError;
use crate::negotiation::header;
use crate::observer::Recorder;
use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, Response};
use http_body::Body;
use std::sync::Arc;

/// Decodes a response that is a token stream, and returns any other response unchanged.
pub(super) fn restored<B>(response: Response<B>, options: &DecodeOptions) -> Response<DecodeBody<B>>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let Some(coding) = content_coding(response.headers()) else { return response.map(DecodeBody::unchanged) };
    let (mut head, body) = response.into_parts();
    restore_headers(&mut head.headers);
    let source = decompressed(body, coding);
    let stream = DecodedStream::new(source, Recorder::start(Arc::clone(&options.observer)));
    Response::from_parts(head, DecodeBody::decoded(stream))
}

/// Restores the original `Content-Type`, and removes headers that describe the token stream's bytes.
fn restore_headers(headers: &mut HeaderMap) {
    headers.remove(CONTENT_ENCODING);
    headers.remove(CONTENT_LENGTH);
    headers.remove(CONTENT_TYPE);
    if let Some(content_type) = headers.remove(header::CONTENT_TYPE) {
        headers.insert(CONTENT_TYPE, content_type);
    }
}
