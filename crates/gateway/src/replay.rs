//! A replayed upstream: recorded answers of model servers, on any path, at a pace, with faults on request.
//!
//! | request header | what |
//! |---|---|
//! | `x-replay-rate`, `x-replay-jitter`, `x-replay-per-write` | this request's [`Pace`] |
//! | `x-replay-fault` | this request's [`Faults`] |

mod answer;
mod choice;
mod fault;
mod log;
mod pace;
mod packer;
mod playback;
mod problem;
mod recording;
mod server;
mod shape;
mod shelf;
mod track;

pub use fault::{Faults, UnknownFault};
pub use log::{Seen, SeenRequest};
pub use pace::Pace;

use axum::Router;
use bytes::Bytes;
use log::Log;
use shelf::Shelf;
use std::path::Path;
use std::sync::Arc;
use std::{fs, io};
use tokio::net::TcpListener;

/// An upstream that replays recordings. Clones share what was seen.
#[derive(Debug, Clone)]
pub struct Replay {
    shelf: Arc<Shelf>,
    pace: Pace,
    faults: Faults,
    log: Arc<Log>,
}

impl Replay {
    /// Loads every `*.sse`, `*.ndjson` and `*.json` of a folder.
    ///
    /// # Errors
    ///
    /// The folder or a file cannot be read, or there is no such file.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if let Some(name) =
                path.file_name().and_then(|name| name.to_str()).filter(|name| shelf::takes(name))
            {
                files.push((name.to_owned(), fs::read(&path)?));
            }
        }
        Some(Self::from_files(files)).filter(|replay| replay.stems().next().is_some()).ok_or_else(nothing)
    }

    /// Takes files by their names; those of no known extension are left out.
    pub fn from_files(files: impl IntoIterator<Item = (impl AsRef<str>, impl Into<Bytes>)>) -> Self {
        let mut shelf = Shelf::default();
        for (name, bytes) in files {
            shelf.add(name.as_ref(), bytes.into());
        }
        Self {
            shelf: Arc::new(shelf),
            pace: Pace::default(),
            faults: Faults::default(),
            log: Arc::new(Log::default()),
        }
    }

    /// With this pace, where a request names none.
    #[must_use]
    pub fn with_pace(self, pace: Pace) -> Self {
        Self { pace, ..self }
    }

    /// With these faults, where a request names none.
    #[must_use]
    pub fn with_faults(self, faults: Faults) -> Self {
        Self { faults, ..self }
    }

    /// Keeps the last so many requests for [`seen`](Self::seen), 1,024 unless said.
    #[must_use]
    pub fn with_memory(self, requests: usize) -> Self {
        Self { log: Arc::new(Log::keeping(requests)), ..self }
    }

    /// What there is, by name: a file's name without its extension.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        self.shelf.stems()
    }

    /// What came in so far, and what became of it.
    pub fn seen(&self) -> Seen {
        self.log.seen()
    }

    /// Answers any method on any path.
    pub fn router(&self) -> Router {
        Router::new().fallback(answer::answer).with_state(self.clone())
    }

    /// Serves until `stop`; then all connections are dropped.
    pub async fn serve(&self, listener: TcpListener, stop: impl Future<Output = ()>) {
        server::serve(listener, self.router(), stop).await;
    }
}

fn nothing() -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, "there is no *.sse, *.ndjson or *.json in it")
}
