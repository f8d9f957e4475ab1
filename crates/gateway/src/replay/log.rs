//! What came in, and what became of it.

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What came in so far, and what became of it.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// The last requests, oldest first.
    pub requests: Vec<SeenRequest>,
    /// All requests, also those that are no longer kept.
    pub total: u64,
    /// Answers that are not at their end.
    pub open: u64,
    /// Answers that came to their end, or broke off by a fault.
    pub finished: u64,
    /// Answers that the client, or the end of the server, broke off.
    pub broken_off: u64,
}

/// A request.
#[derive(Debug, Clone)]
pub struct SeenRequest {
    /// Its method.
    pub method: Method,
    /// Its path, with its query.
    pub path: String,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

/// Keeps what is seen.
#[derive(Debug)]
pub(super) struct Log {
    kept: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    requests: VecDeque<SeenRequest>,
    /// But for `requests`.
    counts: Seen,
}

impl Default for Log {
    fn default() -> Self {
        Self::keeping(1024)
    }
}

impl Log {
    pub(super) fn keeping(kept: usize) -> Self {
        Self { kept, state: Mutex::default() }
    }

    pub(super) fn seen(&self) -> Seen {
        let state = self.state();
        Seen { requests: state.requests.iter().cloned().collect(), ..state.counts.clone() }
    }

    /// A request is there, and its answer begins.
    pub(super) fn begin(self: &Arc<Self>, parts: &Parts, body: Bytes) -> Open {
        let mut state = self.state();
        state.counts.total += 1;
        state.counts.open += 1;
        state.requests.push_back(SeenRequest::new(parts, body));
        while state.requests.len() > self.kept {
            state.requests.pop_front();
        }
        Open { log: Arc::clone(self), finished: false }
    }

    fn end(&self, finished: bool) {
        let counts = &mut self.state().counts;
        counts.open -= 1;
        *(if finished { &mut counts.finished } else { &mut counts.broken_off }) += 1;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Counts are whole whoever panicked.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SeenRequest {
    fn new(parts: &Parts, body: Bytes) -> Self {
        let path = parts.uri.path_and_query().map_or("", |path| path.as_str()).to_owned();
        Self { method: parts.method.clone(), path, headers: parts.headers.clone(), body }
    }
}

/// An answer that is not at its end. Dropped before [`finish`](Self::finish), it was broken off.
#[derive(Debug)]
pub(super) struct Open {
    log: Arc<Log>,
    finished: bool,
}

impl Open {
    pub(super) fn finish(&mut self) {
        self.finished = true;
    }

    pub(super) fn is_finished(&self) -> bool {
        self.finished
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.log.end(self.finished);
    }
}
