//! The layer.

use super::options::EncodeOptions;
use super::service::Encode;
use crate::flush::FlushPolicy;
use crate::observer::Observer;
use std::sync::Arc;
use tokenwire::StreamCoder;
use tower_layer::Layer;

/// Encodes streamed answers as token streams for clients that ask for them. All other clients receive the service's own
/// answer, with `Vary: Accept`.
#[derive(Debug, Clone, Default)]
pub struct EncodeLayer {
    options: EncodeOptions,
}

impl EncodeLayer {
    /// Encodes with varints and the default [`FlushPolicy`].
    pub fn new() -> Self {
        Self::default()
    }

    /// Encodes with this coder if the client accepts it.
    #[must_use]
    pub fn with_coder(mut self, coder: StreamCoder) -> Self {
        self.options.coder = coder;
        self
    }

    /// Writes according to this policy.
    #[must_use]
    pub fn with_flush(mut self, flush: FlushPolicy) -> Self {
        self.options.flush = flush;
        self
    }

    /// Sets whether padding inside events, such as OpenAI's `obfuscation`, is preserved. Off by default.
    #[must_use]
    pub fn with_padding(mut self, padding: bool) -> Self {
        self.options.padding = padding;
        self
    }

    /// Reports every token stream to this observer.
    #[must_use]
    pub fn with_observer(mut self, observer: impl Observer) -> Self {
        self.options.observer = Arc::new(observer);
        self
    }
}

impl<S> Layer<S> for EncodeLayer {
    type Service = Encode<S>;

    fn layer(&self, inner: S) -> Encode<S> {
        Encode::new(inner, self.options.clone())
    }
}
