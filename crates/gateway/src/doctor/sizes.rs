//! What would be saved.

use super::reading::Read;
use async_compression::Level;
use async_compression::tokio::write::GzipEncoder;
use serde::Serialize;
use std::io;
use tokio::io::AsyncWriteExt;

/// Bytes of the probe's events, each sent at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Sizes {
    /// Tokens in them.
    pub tokens: usize,
    /// As the events that a client sees.
    pub sse: usize,
    /// The same, with gzip flushed after each.
    pub gzip: usize,
    /// As a token stream.
    pub stream: usize,
}

/// What servers and proxies set unless told otherwise.
const GZIP: Level = Level::Precise(6);

impl Sizes {
    /// `None` if there is nothing to compare.
    pub(super) async fn of(read: &Read) -> Option<Self> {
        let gzip = flushed(&read.events).await.ok()?;
        let sse = read.events.iter().map(Vec::len).sum();
        let sizes = Self { tokens: read.tokens, sse, gzip, stream: read.bytes };
        Some(sizes).filter(|sizes| sizes.tokens > 0 && sizes.stream > 0)
    }
}

async fn flushed(events: &[Vec<u8>]) -> io::Result<usize> {
    let mut member = GzipEncoder::with_quality(Vec::new(), GZIP);
    for event in events {
        member.write_all(event).await?;
        member.flush().await?;
    }
    member.shutdown().await?;
    Ok(member.into_inner().len())
}
