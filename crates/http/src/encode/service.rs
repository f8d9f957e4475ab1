//! The server's service.

use super::body::EncodeBody;
use super::future::EncodeFuture;
use super::options::EncodeOptions;
use crate::error::BoxError;
use crate::negotiation::Accept;
use bytes::Bytes;
use http::{Method, Request, Response};
use http_body::Body;
use std::task::{Context, Poll};
use tower_service::Service;

/// The service of [`EncodeLayer`](crate::EncodeLayer).
#[derive(Debug, Clone)]
pub struct Encode<S> {
    inner: S,
    options: EncodeOptions,
}

impl<S> Encode<S> {
    pub(super) fn new(inner: S, options: EncodeOptions) -> Self {
        Self { inner, options }
    }
}

impl<S, I, B> Service<Request<I>> for Encode<S>
where
    S: Service<Request<I>, Response = Response<B>>,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<EncodeBody<B>>;
    type Error = S::Error;
    type Future = EncodeFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<I>) -> Self::Future {
        let accept = Accept::take(request.headers_mut()).filter(|_| request.method() != Method::HEAD);
        if let Some(accept) = &accept {
            request.extensions_mut().insert(accept.clone());
        }
        EncodeFuture::new(self.inner.call(request), accept, self.options.clone())
    }
}
