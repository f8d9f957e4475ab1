//! The layer.

use super::options::DecodeOptions;
use super::service::Decode;
use crate::negotiation::Offer;
use crate::observer::Observer;
use std::sync::Arc;
use tower_layer::Layer;

/// Asks servers for token streams and restores the answers that they encode. Answers that are not token streams are
/// returned unchanged.
///
/// With the feature `reqwest` it is also a `reqwest_middleware::Middleware`.
#[derive(Debug, Clone, Default)]
pub struct DecodeLayer {
    pub(super) options: DecodeOptions,
}

impl DecodeLayer {
    /// Offers every table and coder of this build.
    pub fn new() -> Self {
        Self::default()
    }

    /// Offers these tables and coders.
    #[must_use]
    pub fn with_offer(mut self, offer: &Offer) -> Self {
        self.options.set_offer(offer);
        self
    }

    /// Reports every token stream to this observer.
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
