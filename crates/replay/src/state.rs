//! What every answer needs.

use crate::faults::Faults;
use crate::library::Library;
use crate::pace::Pace;
use crate::request_log::RequestLog;
use std::sync::Arc;

/// What every answer needs. Clones share the recordings and the log.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReplayState {
    pub(crate) library: Arc<Library>,
    pub(crate) pace: Pace,
    pub(crate) faults: Faults,
    pub(crate) log: Arc<RequestLog>,
}
