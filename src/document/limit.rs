//! The size limit of a document's content, which both writers and readers check.

use crate::error::{Error, Result};

pub(crate) const TEXT: &str = "bytes of text in one document";
pub(crate) const IDS: &str = "ids in one document";

/// Returns an error if `count` exceeds the limit. `what` names the limited quantity.
pub(super) fn check(count: usize, limit: usize, what: &'static str) -> Result<()> {
    if count > limit { Err(Error::LimitExceeded { what, limit }) } else { Ok(()) }
}
