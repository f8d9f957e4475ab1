//! The state of a body that is being encoded or decoded.

use crate::error::BoxError;
use crate::observer::{Outcome, Recorder};
use bytes::Bytes;
use http::HeaderMap;
use http_body::Frame;

/// The state of a body that is being encoded or decoded.
pub(crate) enum SourceState {
    /// The body may return more frames.
    Open,
    /// The body has ended. Its trailers, if there are any, are not yet forwarded.
    Ended(Option<HeaderMap>),
    /// The body failed. The error is not yet forwarded.
    Failed(Outcome, BoxError),
    /// The end of the body was forwarded.
    Done,
}

impl SourceState {
    pub(crate) fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }

    /// Records the outcome and returns the frame after the last bytes: trailers, an error or nothing.
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
