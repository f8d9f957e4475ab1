//! Codes <-> symbols, numbers and bytes of a stream: `docs/format.md` ("Events") says how.

/// What a reader gives, or "not yet" if it has not come.
macro_rules! ready {
    ($read:expr) => {
        match $read? {
            Some(read) => read,
            None => return Ok(None),
        }
    };
}

mod literal;
mod reader;
mod text;
mod value;
#[cfg(feature = "encoder")]
mod writer;

pub(crate) use reader::{CodeReader, Step};
#[cfg(feature = "encoder")]
pub(crate) use writer::write;

use crate::limits::MAX_EVENT;
use tokenwire::{Error, Result};

/// A length, of nothing that an event could not have.
fn capped(number: u64, what: &'static str) -> Result<usize> {
    let len = usize::try_from(number).ok().filter(|len| *len <= MAX_EVENT);
    len.ok_or(Error::LimitExceeded { what, limit: MAX_EVENT })
}
