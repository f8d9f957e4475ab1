//! The state that all answers share.

use crate::catalog::Catalog;
use crate::faults::Faults;
use crate::pace::Pace;
use crate::request_log::RequestLog;
use std::sync::Arc;

/// The state that all answers share. Clones share the recordings and the log.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReplayState {
    pub(crate) recordings: Arc<Catalog>,
    pub(crate) pace: Pace,
    pub(crate) faults: Faults,
    pub(crate) log: Arc<RequestLog>,
}
