//! The log of requests and of how their answers ended.

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The requests so far, and how their answers ended.
#[derive(Debug, Clone, Default)]
pub struct LogSnapshot {
    /// The most recent requests, oldest first.
    pub requests: Vec<LoggedRequest>,
    /// The number of requests, including those that are no longer in `requests`.
    pub total: u64,
    /// The number of answers that have not ended.
    pub open: u64,
    /// The number of answers that ended normally or were cut by an injected fault.
    pub finished: u64,
    /// The number of answers that were broken off by the client or by the server's shutdown.
    pub broken_off: u64,
}

/// A request as received.
#[derive(Debug, Clone)]
pub struct LoggedRequest {
    /// The method.
    pub method: Method,
    /// The path and query.
    pub path: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// Records requests and how their answers end.
#[derive(Debug)]
pub(crate) struct RequestLog {
    capacity: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    requests: VecDeque<LoggedRequest>,
    /// The counts. Its field `requests` stays empty.
    counts: LogSnapshot,
}

impl Default for RequestLog {
    fn default() -> Self {
        Self::new(1024)
    }
}

impl RequestLog {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { capacity, state: Mutex::default() }
    }

    pub(crate) fn snapshot(&self) -> LogSnapshot {
        let state = self.state();
        LogSnapshot { requests: state.requests.iter().cloned().collect(), ..state.counts.clone() }
    }

    /// Records a request. Its answer is open until the returned value is dropped.
    pub(crate) fn begin(self: &Arc<Self>, parts: &Parts, body: Bytes) -> OpenAnswer {
        let mut state = self.state();
        state.counts.total += 1;
        state.counts.open += 1;
        state.requests.push_back(LoggedRequest::new(parts, body));
        while state.requests.len() > self.capacity {
            state.requests.pop_front();
        }
        OpenAnswer { log: Arc::clone(self), finished: false }
    }

    fn end(&self, finished: bool) {
        let counts = &mut self.state().counts;
        counts.open -= 1;
        *(if finished { &mut counts.finished } else { &mut counts.broken_off }) += 1;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves the counts consistent.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LoggedRequest {
    fn new(parts: &Parts, body: Bytes) -> Self {
        let path = parts.uri.path_and_query().map_or("", |path| path.as_str()).to_owned();
        Self { method: parts.method.clone(), path, headers: parts.headers.clone(), body }
    }
}

/// An answer that has not ended. If it is dropped before [`finish`](Self::finish), it counts as broken off.
#[derive(Debug)]
pub(crate) struct OpenAnswer {
    log: Arc<RequestLog>,
    finished: bool,
}

impl OpenAnswer {
    pub(crate) fn finish(&mut self) {
        self.finished = true;
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.finished
    }
}

impl Drop for OpenAnswer {
    fn drop(&mut self) {
        self.log.end(self.finished);
    }
}
