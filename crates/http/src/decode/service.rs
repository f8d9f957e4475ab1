//! The client's service.

use super::body::DecodeBody;
use super::future::DecodeFuture;
use super::options::DecodeOptions;
use crate::error::BoxError;
use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use std::task::{Context, Poll};
use tower_service::Service;

/// The service of [`DecodeLayer`](crate::DecodeLayer).
#[derive(Debug, Clone)]
pub struct Decode<S> {
    inner: S,
    options: DecodeOptions,
}

impl<S> Decode<S> {
    pub(super) fn new(inner: S, options: DecodeOptions) -> Self {
        Self { inner, options }
    }
}

impl<S, I, B> Service<Request<I>> for Decode<S>
where
    S: Service<Request<I>, Response = Response<B>>,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<DecodeBody<B>>;
    type Error = S::Error;
    type Future = DecodeFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<I>) -> Self::Future {
        self.options.insert_offer(request.headers_mut());
        DecodeFuture::new(self.inner.call(request), self.options.clone())
    }
}
