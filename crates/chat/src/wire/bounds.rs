//! Helpers of the readers in this folder: returning early until more bytes arrive, and limits on the buffered values.

use crate::limits::MAX_EVENT;
use crate::record::{TextValue, Value};
use crate::spelling::Part;
use tokenwire::{Error, Result};

/// Evaluates to the item that was read, or returns `Ok(None)` if its bytes have not arrived completely.
macro_rules! ready {
    ($read:expr) => {
        match $read? {
            Some(item) => item,
            None => return Ok(None),
        }
    };
}

pub(super) use ready;

/// Returns a length or count as a `usize`, or an error if it is larger than any event.
pub(super) fn bounded(number: u64, what: &'static str) -> Result<usize> {
    let len = usize::try_from(number).ok().filter(|len| *len <= MAX_EVENT);
    len.ok_or(Error::LimitExceeded { what, limit: MAX_EVENT })
}

/// The total size of the values of a record so far, in bytes of strings and items of arrays. The values are buffered
/// until the record is complete, so their total size is limited to that of an event.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ValueSize(usize);

impl ValueSize {
    pub(super) fn add(&mut self, value: &Value) -> Result<()> {
        match value {
            Value::Text(text) => self.add_text(text),
            Value::Code(_) => Ok(()),
            Value::Verbatim(bytes) => self.add_items(bytes.len()),
            Value::Ints(ints) => self.add_items(ints.len()),
        }
    }

    pub(super) fn add_text(&mut self, text: &TextValue) -> Result<()> {
        self.add_items(match text {
            TextValue::Tokens(ids) | TextValue::Append { suffix: ids, .. } => ids.len(),
            TextValue::Repeat(_) | TextValue::Slot(_) => 0,
            TextValue::Spelled(parts) => parts.iter().map(Part::len).sum(),
        })
    }

    fn add_items(&mut self, items: usize) -> Result<()> {
        self.0 = self.0.saturating_add(items);
        bounded(self.0 as u64, "bytes and ids in the values of an event").map(drop)
    }
}
