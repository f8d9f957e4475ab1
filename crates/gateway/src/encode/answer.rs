//! What becomes of an answer.

use super::body::StreamBody;
use super::layer::EncodeLayer;
use super::outbox::Outbox;
use crate::negotiation::{Accept, Answer, CONTENT_TYPE, Offer};
use crate::unpack::{Coding, Unpacked};
use crate::watch::Watch;
use bytes::Bytes;
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE as TYPE, ETAG, HeaderName, VARY,
};
use http::{HeaderMap, HeaderValue, Response};
use http_body::Body;
use http_body_util::Either;
use std::pin::Pin;
use tokenwire::StreamCoder;
use tokenwire_chat::Encoder;
use tower::BoxError;

/// An answer's body, which may have become a token stream.
pub type EncodeBody<B> = Either<B, Pin<Box<StreamBody<B>>>>;

/// What is streamed.
const STREAMED: [&str; 2] = ["text/event-stream", "application/x-ndjson"];

/// What is true of the very bytes that came, and no longer.
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

/// The answer as the client would have it.
pub(super) fn negotiated<B>(
    response: Response<B>,
    accept: Option<&Accept>,
    layer: &EncodeLayer,
) -> Response<EncodeBody<B>>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let (mut head, body) = response.into_parts();
    vary(&mut head.headers);
    let chosen = accept.filter(|_| head.status.is_success()).and_then(|accept| chosen(&head.headers, accept, layer));
    let Some((encoder, coder, coding)) = chosen else {
        return Response::from_parts(head, Either::Left(body));
    };
    rewrite(&mut head.headers, coder);
    let outbox = Outbox::new(encoder, layer.writing.flush);
    let stream = StreamBody::new(Unpacked::new(body, coding), outbox, Watch::new(layer.metrics.clone()));
    Response::from_parts(head, Either::Right(Box::pin(stream)))
}

/// How an answer with these headers is written, if it is streamed and the client takes that.
fn chosen(headers: &HeaderMap, accept: &Accept, layer: &EncodeLayer) -> Option<(Encoder, StreamCoder, Coding)> {
    let content_type = headers.get(TYPE)?.to_str().ok()?;
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    STREAMED.iter().find(|streamed| essence.eq_ignore_ascii_case(streamed))?;
    let offer = accept.offer_before(content_type)?;
    let coder = coder(offer, layer);
    let encoder = Encoder::new().with_offered(&offer.tables).ok()?;
    let encoder = encoder.with_coder(coder).with_padding(layer.writing.keep_padding);
    Some((encoder, coder, Coding::of(headers)?))
}

/// Writes that are padded need pings of one byte.
fn coder(offer: &Offer, layer: &EncodeLayer) -> StreamCoder {
    let padded = layer.writing.flush.block > 1;
    offer.coder(if padded { StreamCoder::Varint } else { layer.writing.coder })
}

fn rewrite(headers: &mut HeaderMap, coder: StreamCoder) {
    for name in OF_THE_BYTES {
        headers.remove(name);
    }
    if let Some(before) = headers.remove(TYPE) {
        headers.insert(CONTENT_TYPE, before);
    }
    if let Ok(value) = HeaderValue::try_from(Answer(coder).to_string()) {
        headers.insert(TYPE, value);
    }
    if !has(headers, &CACHE_CONTROL, "no-transform") {
        headers.append(CACHE_CONTROL, HeaderValue::from_static("no-transform"));
    }
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
}

/// Another client might get another answer.
pub(super) fn vary(headers: &mut HeaderMap) {
    if !has(headers, &VARY, "accept") && !has(headers, &VARY, "*") {
        headers.append(VARY, HeaderValue::from_static("Accept"));
    }
}

/// Whether a list has this item.
fn has(headers: &HeaderMap, name: &HeaderName, item: &str) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|own| own.trim().eq_ignore_ascii_case(item))
}
