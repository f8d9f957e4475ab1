//! The options of the server's layer.

use crate::flush::FlushPolicy;
use crate::observer::{self, Observer};
use std::sync::Arc;
use tokenwire::StreamCoder;

/// The options of the server's layer.
#[derive(Debug, Clone)]
pub(super) struct EncodeOptions {
    /// The preferred coder, which is used if the client accepts it.
    pub(super) coder: StreamCoder,
    pub(super) flush: FlushPolicy,
    /// Whether padding inside events is preserved.
    pub(super) padding: bool,
    pub(super) observer: Arc<dyn Observer>,
}

impl EncodeOptions {
    /// Returns the coder to use if the client accepts it. Padded writes need varints, because only with varints the
    /// control code for padding has one byte.
    pub(super) fn preferred_coder(&self) -> StreamCoder {
        if self.flush.block > 1 { StreamCoder::Varint } else { self.coder }
    }

    /// Returns the flush policy of a stream that is written with this coder.
    pub(super) fn flush_for(&self, coder: StreamCoder) -> FlushPolicy {
        let block = if coder == StreamCoder::Varint { self.flush.block } else { 1 };
        FlushPolicy { block, ..self.flush }
    }
}

impl Default for EncodeOptions {
    fn default() -> Self {
        Self {
            coder: StreamCoder::Varint,
            flush: FlushPolicy::default(),
            padding: false,
            observer: observer::none(),
        }
    }
}
