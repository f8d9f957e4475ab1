//! The options of the client's layer.

use crate::negotiation::{Accept, Offer};
use crate::observer::{self, Observer};
use http::{HeaderMap, HeaderValue};
use std::sync::Arc;

/// The options of the client's layer.
#[derive(Debug, Clone)]
pub(super) struct DecodeOptions {
    /// The offer to servers as a value of `Accept`, or `None` if it is empty.
    offer: Option<HeaderValue>,
    pub(super) observer: Arc<dyn Observer>,
}

impl DecodeOptions {
    pub(super) fn set_offer(&mut self, offer: &Offer) {
        self.offer = HeaderValue::try_from(offer.to_string()).ok().filter(|_| !offer.is_empty());
    }

    /// Inserts the offer before the media ranges in a request's `Accept`.
    pub(super) fn insert_offer(&self, headers: &mut HeaderMap) {
        if let Some(offer) = &self.offer {
            Accept::insert_offer(offer, headers);
        }
    }
}

impl Default for DecodeOptions {
    fn default() -> Self {
        let mut options = Self { offer: None, observer: observer::none() };
        options.set_offer(&Offer::new());
        options
    }
}
