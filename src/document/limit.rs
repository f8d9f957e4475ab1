//! The largest size of a document's content, checked by writers and readers alike.

use crate::error::{Error, Result};

pub(crate) const TEXT: &str = "bytes of text in one document";
pub(crate) const IDS: &str = "ids in one document";

pub(super) fn check(count: usize, limit: usize, what: &'static str) -> Result<()> {
    if count > limit { Err(Error::LimitExceeded { what, limit }) } else { Ok(()) }
}
