//! Reads the copies of a literal: for each one, the number of bytes between it and the last copy, its length and its
//! distance in the history.

use super::bounds::{bounded, ready};
use crate::record::Copied;
use crate::window::BackReference;
use tokenwire::{Result, StreamReader};

/// Reads the copies of a literal, which may arrive separately.
#[derive(Debug, Clone, Default)]
pub(super) struct CopiesReader {
    missing: usize,
    copies: Vec<Copied>,
    /// The end of the last copy in the literal's bytes.
    end: usize,
    /// The start of the next copy, if it has arrived.
    start: Option<usize>,
    /// The length of the next copy, if it has arrived.
    len: Option<usize>,
}

impl CopiesReader {
    pub(super) fn new(count: usize) -> Self {
        Self { missing: count, ..Self::default() }
    }

    pub(super) fn poll(&mut self, stream: &mut StreamReader) -> Result<Option<Vec<Copied>>> {
        while self.missing > 0 {
            let start = match self.start {
                Some(start) => start,
                None => *self.start.insert(after(self.end, ready!(stream.number()))?),
            };
            let len = match self.len {
                Some(len) => len,
                None => *self.len.insert(after(0, ready!(stream.number()))?),
            };
            // A distance that does not fit is beyond the history.
            let distance = usize::try_from(ready!(stream.number())).unwrap_or(usize::MAX);
            self.copies.push(Copied { start, reference: BackReference { distance, len } });
            self.end = after(start, len as u64)?;
            (self.start, self.len) = (None, None);
            self.missing -= 1;
        }
        Ok(Some(std::mem::take(&mut self.copies)))
    }
}

/// Returns the index `len` bytes after `index`, or an error if it is beyond any literal.
fn after(index: usize, len: u64) -> Result<usize> {
    bounded(len.saturating_add(index as u64), "bytes in a literal")
}
