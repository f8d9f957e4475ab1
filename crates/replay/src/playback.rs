//! The playback of a recording.

use crate::compression::Compressor;
use crate::pace::Clock;
use crate::request_log::OpenAnswer;
use crate::script::{Ending, Script};
use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use std::io;
use std::time::Duration;

/// The playback of a recording: the body of one answer. If the client disconnects, it is dropped before its end.
pub(crate) struct Playback {
    pub(crate) script: Script,
    pub(crate) clock: Clock,
    pub(crate) compressor: Option<Compressor>,
    pub(crate) open: OpenAnswer,
}

/// The time for the last write to reach the client before the connection is dropped.
const WRITE_TIME: Duration = Duration::from_millis(20);

impl Playback {
    pub(crate) fn into_body(self) -> Body {
        Body::from_stream(stream::unfold(self, |mut playback| async {
            let next = playback.next().await?;
            Some((next, playback))
        }))
    }

    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        let Some(bytes) = self.script.next() else { return self.end().await };
        self.clock.tick().await;
        match &mut self.compressor {
            Some(compressor) => Some(compressor.compress(&bytes).await),
            None => Some(Ok(bytes)),
        }
    }

    async fn end(&mut self) -> Option<io::Result<Bytes>> {
        match self.script.ending {
            Ending::Stall => std::future::pending().await,
            Ending::Cut => Some(self.cut().await),
            Ending::Complete if self.open.is_finished() => None,
            Ending::Complete => {
                self.open.finish();
                Some(self.compressor.as_mut()?.finish().await)
            }
        }
    }

    async fn cut(&mut self) -> io::Result<Bytes> {
        tokio::time::sleep(WRITE_TIME).await;
        self.open.finish();
        Err(io::Error::other("cut by an injected fault"))
    }
}
