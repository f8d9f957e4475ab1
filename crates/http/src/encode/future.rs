//! The response future of servers.

use super::body::{EncodeBody, EncodedStream};
use super::buffer::EncodeBuffer;
use super::options::EncodeOptions;
use super::predicate::{Encoding, encoding};
use crate::content_coding::decompressed;
use crate::error::BoxError;
use crate::negotiation::{Accept, add_vary};
use crate::observer::Recorder;
use bytes::Bytes;
use http::Response;
use http_body::Body;
use pin_project_lite::pin_project;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

pin_project! {
    /// The response future of [`Encode`](crate::Encode).
    #[derive(Debug)]
    pub struct EncodeFuture<F> {
        #[pin]
        inner: F,
        accept: Option<Accept>,
        options: EncodeOptions,
    }
}

impl<F> EncodeFuture<F> {
    pub(super) fn new(inner: F, accept: Option<Accept>, options: EncodeOptions) -> Self {
        Self { inner, accept, options }
    }
}

impl<F, B, E> Future for EncodeFuture<F>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Output = Result<Response<EncodeBody<B>>, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let mut response = ready!(this.inner.poll(context))?;
        add_vary(response.headers_mut());
        let accept = this.accept.as_ref();
        let encoding =
            accept.and_then(|accept| encoding(response.status(), response.headers(), accept, this.options));
        Poll::Ready(Ok(match encoding {
            Some(encoding) => encoded(response, encoding, this.options),
            None => response.map(EncodeBody::unchanged),
        }))
    }
}

/// Replaces a response's headers and body with those of the token stream.
fn encoded<B>(response: Response<B>, encoding: Encoding, options: &EncodeOptions) -> Response<EncodeBody<B>>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let (mut head, body) = response.into_parts();
    encoding.answer.apply_to(&mut head.headers);
    let source = decompressed(body, encoding.content_coding);
    let buffer = EncodeBuffer::new(encoding.encoder, options.flush_for(encoding.coder));
    let stream = EncodedStream::new(source, buffer, Recorder::start(Arc::clone(&options.observer)));
    Response::from_parts(head, EncodeBody::encoded(stream))
}
