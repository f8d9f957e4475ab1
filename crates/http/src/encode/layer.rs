//! The server's layer.

use super::options::EncodeOptions;
use super::service::Encode;
use crate::flush::FlushPolicy;
use crate::observer::Observer;
use std::sync::Arc;
use tokenwire::StreamCoder;
use tower_layer::Layer;

/// Encodes streamed responses as token streams for clients that request them. All other clients receive the service's
/// response with `Vary: Accept` added.
#[derive(Debug, Clone, Default)]
pub struct EncodeLayer {
    options: EncodeOptions,
}

impl EncodeLayer {
    /// Creates a layer that encodes with varints and the default [`FlushPolicy`].
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the coder, which is used if the client accepts it.
    #[must_use]
    pub fn with_coder(mut self, coder: StreamCoder) -> Self {
        self.options.coder = coder;
        self
    }

    /// Sets the policy that decides when encoded events are written.
    #[must_use]
    pub fn with_flush(mut self, flush: FlushPolicy) -> Self {
        self.options.flush = flush;
        self
    }

    /// Sets whether padding inside events, such as OpenAI's `obfuscation`, is preserved. By default it is removed.
    #[must_use]
    pub fn with_padding(mut self, padding: bool) -> Self {
        self.options.padding = padding;
        self
    }

    /// Sets the observer of all token streams.
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
