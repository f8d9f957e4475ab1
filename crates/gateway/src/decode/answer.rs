//! What becomes of an answer.

use super::body::EventsBody;
use crate::metrics::Metrics;
use crate::negotiation::{Answer, CONTENT_TYPE};
use crate::unpack::{Coding, Unpacked};
use crate::watch::Watch;
use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE as TYPE};
use http::{HeaderMap, Response};
use http_body::Body;
use http_body_util::Either;
use std::pin::Pin;
use tower::BoxError;

/// An answer's body, which may have been a token stream.
pub type DecodeBody<B> = Either<B, Pin<Box<EventsBody<B>>>>;

/// The answer as the server meant it.
pub(super) fn restored<B>(response: Response<B>, metrics: &Metrics) -> Response<DecodeBody<B>>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let (mut head, body) = response.into_parts();
    let Some(coding) = coding(&head.headers) else {
        return Response::from_parts(head, Either::Left(body));
    };
    rewrite(&mut head.headers);
    let events = EventsBody::new(Unpacked::new(body, coding), Watch::new(metrics.clone()));
    Response::from_parts(head, Either::Right(Box::pin(events)))
}

/// Of a token stream that can be read here. Another one is given as it is: its type says what it is.
fn coding(headers: &HeaderMap) -> Option<Coding> {
    let content_type = headers.get(TYPE)?.to_str().ok()?;
    Answer::is_readable(content_type)?.then(|| Coding::of(headers))?
}

fn rewrite(headers: &mut HeaderMap) {
    headers.remove(CONTENT_ENCODING);
    headers.remove(CONTENT_LENGTH);
    headers.remove(TYPE);
    if let Some(before) = headers.remove(CONTENT_TYPE) {
        headers.insert(TYPE, before);
    }
}
