//! The tower layer of servers.

use super::answer::{self, EncodeBody};
use crate::config::Writing;
use crate::metrics::Metrics;
use crate::negotiation::Accept;
use bytes::Bytes;
use http::{Method, Request, Response};
use http_body::Body;
use pin_project_lite::pin_project;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tower::{BoxError, Layer, Service};

/// Gives clients that ask for it their streamed answers as token streams. Everybody else gets what the service gives, with `Vary`.
#[derive(Debug, Clone, Default)]
pub struct EncodeLayer {
    pub(super) writing: Writing,
    pub(super) metrics: Metrics,
}

impl EncodeLayer {
    /// Writes as [`Writing`] does by default.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes like this.
    #[must_use]
    pub fn with_writing(mut self, writing: Writing) -> Self {
        self.writing = writing;
        self
    }

    /// Counts there.
    #[must_use]
    pub fn with_metrics(mut self, metrics: Metrics) -> Self {
        self.metrics = metrics;
        self
    }
}

impl<S> Layer<S> for EncodeLayer {
    type Service = Encode<S>;

    fn layer(&self, inner: S) -> Encode<S> {
        Encode { inner, layer: self.clone() }
    }
}

/// The service that [`EncodeLayer`] makes.
#[derive(Debug, Clone)]
pub struct Encode<S> {
    inner: S,
    layer: EncodeLayer,
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
        EncodeFuture { inner: self.inner.call(request), accept, layer: self.layer.clone() }
    }
}

pin_project! {
    /// An answer that is to come.
    pub struct EncodeFuture<F> {
        #[pin]
        inner: F,
        accept: Option<Accept>,
        layer: EncodeLayer,
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
        let response = ready!(this.inner.poll(context))?;
        Poll::Ready(Ok(answer::negotiated(response, this.accept.as_ref(), this.layer)))
    }
}
