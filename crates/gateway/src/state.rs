//! How far an answer is that becomes another.

use crate::metrics::Trouble;
use crate::watch::Watch;
use bytes::Bytes;
use http::HeaderMap;
use http_body::Frame;
use tower::BoxError;

/// How far the source of a body is.
pub(crate) enum State {
    Open,
    Ended(Option<HeaderMap>),
    Broken(Trouble, BoxError),
    /// The end was given too.
    Over,
}

impl State {
    pub(crate) fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }

    /// What comes after the last byte.
    pub(crate) fn last(&mut self, watch: &mut Watch) -> Option<Result<Frame<Bytes>, BoxError>> {
        match std::mem::replace(self, Self::Over) {
            Self::Ended(trailers) => {
                watch.whole();
                trailers.map(|trailers| Ok(Frame::trailers(trailers)))
            }
            Self::Broken(kind, error) => {
                watch.broken(kind);
                Some(Err(error))
            }
            Self::Open | Self::Over => None,
        }
    }
}
