//! How far the source of a translated body is.

use crate::error::BoxError;
use crate::observer::{Outcome, Recorder};
use bytes::Bytes;
use http::HeaderMap;
use http_body::Frame;

/// How far the source of a translated body is.
pub(crate) enum SourceState {
    /// More may come.
    Open,
    /// It ended, perhaps with trailers, which are still to be forwarded.
    Ended(Option<HeaderMap>),
    /// It failed, and the error is still to be forwarded.
    Failed(Outcome, BoxError),
    /// Its end was forwarded too.
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
