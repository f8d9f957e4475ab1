//! The state of the body that is encoded or decoded.

use crate::error::BoxError;
use crate::observer::{Outcome, Recorder};
use bytes::Bytes;
use http::HeaderMap;
use http_body::Frame;

/// The state of the body that is encoded or decoded.
pub(crate) enum SourceState {
    /// It may return more frames.
    Open,
    /// It ended. Trailers, if any, are not yet forwarded.
    Ended(Option<HeaderMap>),
    /// It failed. The error is not yet forwarded.
    Failed(Outcome, BoxError),
    /// Its end was forwarded.
    Done,
}

impl SourceState {
    pub(crate) fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }

    /// Returns the frame after the last byte: trailers, an error or nothing.
    pub(crate) fn take_end(&mut self, recorder: &mut Recorder) -> Option<Result<Frame<Bytes>, BoxError>> {
        match std::mem::replace(self, Self::Done) {
            Self::Ended(trailers) => {
                recorder.end(Outcome::Complete);
                trailers.map(|trailers| Ok(Frame::trailers(trailers)))
            }
            Self::Failed(outcome, error) => {
                recorder.end(outcome);
                Some(Err(error))
            }
            Self::Open | Self::Done => None,
        }
    }
}
