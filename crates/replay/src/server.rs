//! The replay server.

use crate::answer;
use crate::catalog::{self, Catalog};
use crate::faults::Faults;
use crate::pace::Pace;
use crate::request_log::{LogSnapshot, RequestLog};
use crate::state::ReplayState;
use axum::Router;
use axum::serve::Listener;
use bytes::Bytes;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::{fs, io};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// A model server that replays recordings. Clones share its log.
#[derive(Debug, Clone)]
pub struct Replay {
    state: ReplayState,
}

impl Replay {
    /// Loads the `*.sse`, `*.ndjson` and `*.json` files in a folder.
    ///
    /// # Errors
    /// If the folder or a file cannot be read, or if the folder contains no such file.
    pub fn from_folder(folder: &Path) -> io::Result<Self> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str());
            if let Some(name) = name.filter(|name| catalog::is_recording(name)) {
                files.push((name.to_owned(), fs::read(&path)?));
            }
        }
        if files.is_empty() {
            let message = "the folder contains no *.sse, *.ndjson or *.json file: add a recording";
            return Err(io::Error::new(io::ErrorKind::NotFound, message));
        }
        Ok(Self::from_files(files))
    }

    /// Loads files from pairs of name and content. Files with other extensions are ignored.
    pub fn from_files(files: impl IntoIterator<Item = (impl AsRef<str>, impl Into<Bytes>)>) -> Self {
        let mut recordings = Catalog::default();
        for (name, bytes) in files {
            recordings.add(name.as_ref(), bytes.into());
        }
        Self { state: ReplayState { recordings: Arc::new(recordings), ..ReplayState::default() } }
    }

    /// Sets the pace of requests that do not set their own.
    #[must_use]
    pub fn with_pace(mut self, pace: Pace) -> Self {
        self.state.pace = pace;
        self
    }

    /// Sets the faults of requests that do not set their own.
    #[must_use]
    pub fn with_faults(mut self, faults: Faults) -> Self {
        self.state.faults = faults;
        self
    }

    /// Sets how many of the most recent requests [`log`](Self::log) returns. The default is 1,024.
    #[must_use]
    pub fn with_log_capacity(mut self, requests: usize) -> Self {
        self.state.log = Arc::new(RequestLog::new(requests));
        self
    }

    /// Returns the names of the recordings: file names without extension.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.state.recordings.names()
    }

    /// Returns the requests so far, and how their answers ended.
    pub fn log(&self) -> LogSnapshot {
        self.state.log.snapshot()
    }

    /// Serves until `stop` resolves, and then drops all connections as in a crash.
    pub async fn serve(&self, mut listener: TcpListener, stop: impl Future<Output = ()>) {
        let router = Router::new().fallback(answer::answer).with_state(self.state.clone());
        let mut connections = JoinSet::new();
        let mut stop = pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => return,
                Some(_) = connections.join_next() => {}
                (socket, _) = Listener::accept(&mut listener) => {
                    connections.spawn(serve_connection(socket, router.clone()));
                }
            }
        }
    }
}

async fn serve_connection(socket: TcpStream, router: Router) {
    // With Nagle's algorithm, small writes would be delayed. This fails only if the client has disconnected.
    let _ = socket.set_nodelay(true);
    let service = TowerToHyperService::new(router);
    // The log records how answers end, so the result is not needed.
    let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), service).await;
}
