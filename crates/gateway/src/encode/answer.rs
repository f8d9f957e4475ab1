//! What becomes of an answer.

use super::body::StreamBody;
use super::layer::EncodeLayer;
use super::outbox::Outbox;
use crate::flush::Flush;
use crate::negotiation::{Accept, Answer, Offer, vary};
use crate::unpack::{Coding, Unpacked};
use crate::watch::Watch;
use bytes::Bytes;
use http::header::CONTENT_TYPE as TYPE;
use http::{HeaderMap, Response};
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
    let chosen =
        accept.filter(|_| head.status.is_success()).and_then(|accept| chosen(&head.headers, accept, layer));
    let Some((encoder, coder, coding)) = chosen else {
        return Response::from_parts(head, Either::Left(body));
    };
    Answer(coder).put(&mut head.headers);
    let outbox = Outbox::new(encoder, flush(coder, layer));
    let stream = StreamBody::new(Unpacked::new(body, coding), outbox, Watch::new(layer.metrics.clone()));
    Response::from_parts(head, Either::Right(Box::pin(stream)))
}

/// How an answer with these headers is written, if it is streamed and the client takes that.
fn chosen(
    headers: &HeaderMap,
    accept: &Accept,
    layer: &EncodeLayer,
) -> Option<(Encoder, StreamCoder, Coding)> {
    let content_type = headers.get(TYPE)?.to_str().ok()?;
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    STREAMED.iter().find(|streamed| essence.eq_ignore_ascii_case(streamed))?;
    let offer = accept.offer_before(content_type)?;
    let coder = coder(offer, layer);
    let encoder = offer.encoder(coder).ok()?.with_padding(layer.writing.keep_padding);
    Some((encoder, coder, Coding::of(headers)?))
}

/// Writes that are padded need pings of one byte, which only varints have.
fn flush(coder: StreamCoder, layer: &EncodeLayer) -> Flush {
    let flush = layer.writing.flush;
    let block = if coder == StreamCoder::Varint { flush.block } else { 1 };
    Flush { block, ..flush }
}

/// That of writes that can be padded, if they are to be.
fn coder(offer: &Offer, layer: &EncodeLayer) -> StreamCoder {
    let padded = layer.writing.flush.block > 1;
    offer.coder(if padded { StreamCoder::Varint } else { layer.writing.coder })
}
