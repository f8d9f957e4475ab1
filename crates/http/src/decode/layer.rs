//! The client's layer.

use super::options::DecodeOptions;
use super::service::Decode;
use crate::negotiation::Offer;
use crate::observer::Observer;
use std::sync::Arc;
use tower_layer::Layer;

/// Requests token streams from servers and decodes them to the original responses. Other responses are returned
/// unchanged.
///
/// With the feature `reqwest`, the layer also implements `reqwest_middleware::Middleware`.
#[derive(Debug, Clone, Default)]
pub struct DecodeLayer {
    pub(super) options: DecodeOptions,
}

impl DecodeLayer {
    /// Creates a layer that offers every table and coder of this build.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the tables and coders that the layer offers.
    #[must_use]
    pub fn with_offer(mut self, offer: &Offer) -> Self {
        self.options.set_offer(offer);
        self
    }

    /// Sets the observer of all token streams.
    #[must_use]
    pub fn with_observer(mut self, observer: impl Observer) -> Self {
        self.options.observer = Arc::new(observer);
        self
    }
}

impl<S> Layer<S> for DecodeLayer {
    type Service = Decode<S>;

    fn layer(&self, inner: S) -> Decode<S> {
        Decode::new(inner, self.options.clone())
    }
}
