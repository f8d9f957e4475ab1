//! The tower layer of clients.

use super::answer::{self, DecodeBody};
use crate::metrics::Metrics;
use crate::negotiation::{Accept, Offer};
use bytes::Bytes;
use http::{HeaderValue, Request, Response};
use http_body::Body;
use pin_project_lite::pin_project;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tower::{BoxError, Layer, Service};

/// Asks servers for token streams, and gives the client the answer that they stand for. From servers that have none the client gets what
/// they send.
#[derive(Debug, Clone)]
pub struct DecodeLayer {
    offer: Option<HeaderValue>,
    pub(super) metrics: Metrics,
}

impl Default for DecodeLayer {
    fn default() -> Self {
        Self::new(&Offer::default())
    }
}

impl DecodeLayer {
    /// Offers these tables and coders.
    pub fn new(offer: &Offer) -> Self {
        Self { offer: HeaderValue::try_from(offer.to_string()).ok(), metrics: Metrics::default() }
    }

    /// Counts there.
    #[must_use]
    pub fn with_metrics(mut self, metrics: Metrics) -> Self {
        self.metrics = metrics;
        self
    }

    /// Puts the offer before what a request accepts.
    pub(super) fn ask(&self, headers: &mut http::HeaderMap) {
        if let Some(offer) = &self.offer {
            Accept::put(offer, headers);
        }
    }
}

impl<S> Layer<S> for DecodeLayer {
    type Service = Decode<S>;

    fn layer(&self, inner: S) -> Decode<S> {
        Decode { inner, layer: self.clone() }
    }
}

/// The service that [`DecodeLayer`] makes.
#[derive(Debug, Clone)]
pub struct Decode<S> {
    inner: S,
    layer: DecodeLayer,
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
        self.layer.ask(request.headers_mut());
        DecodeFuture { inner: self.inner.call(request), layer: self.layer.clone() }
    }
}

pin_project! {
    /// An answer that is to come.
    pub struct DecodeFuture<F> {
        #[pin]
        inner: F,
        layer: DecodeLayer,
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
        Poll::Ready(Ok(answer::restored(response, &this.layer.metrics)))
    }
}
