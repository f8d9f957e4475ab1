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

use crate::code::{Text, Value};
use crate::limits::MAX_EVENT;
use tokenwire::{Error, Result};

/// A length, of nothing that an event could not have.
fn capped(number: u64, what: &'static str) -> Result<usize> {
    let len = usize::try_from(number).ok().filter(|len| *len <= MAX_EVENT);
    len.ok_or(Error::LimitExceeded { what, limit: MAX_EVENT })
}

/// How much of a code is held: all its values together may not be more than an event is.
#[derive(Debug, Clone, Copy, Default)]
struct Held(usize);

impl Held {
    /// Takes note of a value.
    fn add(&mut self, value: &Value) -> Result<()> {
        match value {
            Value::Text(text) => self.add_text(text),
            Value::Number(_) => Ok(()),
            Value::Spelled(bytes) => self.add_items(bytes.len()),
            Value::Ints(ints) => self.add_items(ints.len()),
        }
    }

    fn add_text(&mut self, text: &Text) -> Result<()> {
        self.add_items(match text {
            Text::Tokens(ids) | Text::Back { more: ids, .. } => ids.len(),
            Text::Raw(bytes) => bytes.len(),
        })
    }

    fn add_items(&mut self, items: usize) -> Result<()> {
        self.0 = self.0.saturating_add(items);
        capped(self.0 as u64, "bytes of values in an event").map(drop)
    }
}
