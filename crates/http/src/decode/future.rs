//! The response future of clients.

use super::body::DecodeBody;
use super::options::DecodeOptions;
use super::restore::restored;
use crate::error::BoxError;
use bytes::Bytes;
use http::Response;
use http_body::Body;
use pin_project_lite::pin_project;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

pin_project! {
    /// The response future of [`Decode`](crate::Decode).
    #[derive(Debug)]
    pub struct DecodeFuture<F> {
        #[pin]
        inner: F,
        options: DecodeOptions,
    }
}

impl<F> DecodeFuture<F> {
    pub(super) fn new(inner: F, options: DecodeOptions) -> Self {
        Self { inner, options }
    }
}

impl<F, B, E> Future for DecodeFuture<F>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Output = Result<Response<DecodeBody<B>>, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let response = ready!(this.inner.poll(context))?;
        Poll::Ready(Ok(restored(response, this.options)))
    }
}
