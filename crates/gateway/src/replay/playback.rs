//! A recording while it is played.

use super::log::Open;
use super::pace::Clock;
use super::packer::Packer;
use super::track::{Ending, Track};
use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use std::io;
use std::time::Duration;

/// A recording while it is played. If it is dropped before its end, the client has left.
pub(super) struct Playback {
    pub(super) track: Track,
    pub(super) clock: Clock,
    pub(super) packer: Option<Packer>,
    pub(super) open: Open,
}

/// What was written is on its way after so long, and not lost with its connection.
const SETTLED: Duration = Duration::from_millis(20);

impl Playback {
    pub(super) fn into_body(self) -> Body {
        Body::from_stream(stream::unfold(self, |mut playback| async {
            let next = playback.next().await?;
            Some((next, playback))
        }))
    }

    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        let Some(bytes) = self.track.next() else { return self.end().await };
        self.clock.tick().await;
        match &mut self.packer {
            Some(packer) => Some(packer.pack(&bytes).await),
            None => Some(Ok(bytes)),
        }
    }

    async fn end(&mut self) -> Option<io::Result<Bytes>> {
        match self.track.ending {
            Ending::Stall => std::future::pending().await,
            Ending::Cut => Some(self.cut().await),
            Ending::Whole if self.open.is_finished() => None,
            Ending::Whole => {
                self.open.finish();
                Some(self.packer.as_mut()?.finish().await)
            }
        }
    }

    async fn cut(&mut self) -> io::Result<Bytes> {
        tokio::time::sleep(SETTLED).await;
        self.open.finish();
        Err(io::Error::other("cut, as the request asked for"))
    }
}
