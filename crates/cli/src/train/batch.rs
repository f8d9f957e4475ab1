//! Some lines of an input: what a worker takes at once.

use crate::corpus::{Form, LONGEST, Lines};
use crate::failure::Failure;
use crate::pieces::begins_token;

/// Bytes after which a batch ends: much work for a thread, little memory.
const ENOUGH: usize = 1 << 20;

pub(super) struct Batch {
    /// Which input it is of.
    pub(super) input: usize,
    pub(super) form: Form,
    /// Number of the first line.
    pub(super) first: u64,
    /// Whole lines.
    pub(super) bytes: Vec<u8>,
    /// It is text that goes on, after a line end that no token reaches over.
    pub(super) goes_on: bool,
}

impl Batch {
    pub(super) const fn new(input: usize, form: Form, first: u64) -> Self {
        Self { input, form, first, bytes: Vec::new(), goes_on: false }
    }

    /// Takes the next lines; `false` if they are the last ones. Before an error it takes what is good.
    pub(super) fn fill(&mut self, lines: &mut Lines) -> Result<bool, Failure> {
        while lines.read(&mut self.bytes)? {
            if self.bytes.len() < ENOUGH {
                continue;
            }
            self.goes_on = self.form == Form::Text && lines.peek()?.is_some_and(begins_token);
            // So much text without a place to cut is cut anyway: a token more or less, but bounded memory.
            if self.form != Form::Text || self.goes_on || self.bytes.len() >= LONGEST {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Each line with its number and its end.
    pub(super) fn lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        (self.first..).zip(self.bytes.split_inclusive(|&byte| byte == b'\n'))
    }
}
