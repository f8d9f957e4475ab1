//! Inputs -> batches.

use super::batch::Batch;
use super::workers::Feed;
use crate::corpus::{Form, Lines};
use crate::{failure::Failure, progress};
use indicatif::ProgressBar;
use std::path::{Path, PathBuf};

pub(super) struct Reader<'a> {
    inputs: &'a [PathBuf],
    /// Of every input, whatever its name.
    form: Option<Form>,
    bar: ProgressBar,
}

impl<'a> Reader<'a> {
    /// Looks whether the files are there, before any of them is read.
    pub(super) fn new(inputs: &'a [PathBuf], form: Option<Form>, quiet: bool) -> Result<Self, Failure> {
        let mut bytes = 0;
        for path in inputs.iter().filter(|path| path.as_os_str() != "-") {
            let file = std::fs::metadata(path).map_err(|error| Failure::file(path, error))?;
            bytes += file.len();
        }
        Ok(Self { inputs, form, bar: progress::bytes("counting", bytes, quiet) })
    }

    /// Reads every input to its end, or until the workers have enough.
    pub(super) fn read(&self, feed: &Feed<'_>) -> Result<(), Failure> {
        for (index, path) in self.inputs.iter().enumerate() {
            if !self.read_input(index, path, feed)? {
                break;
            }
        }
        self.bar.finish_and_clear();
        Ok(())
    }

    fn read_input(&self, index: usize, path: &Path, feed: &Feed<'_>) -> Result<bool, Failure> {
        let mut lines = Lines::open(path, &self.bar)?;
        let form = self.form.unwrap_or_else(|| Form::of(path));
        loop {
            let mut batch = Batch::new(index, form, lines.number() + 1);
            let more = batch.fill(&mut lines);
            // What comes before an error is sent first: an earlier line may be bad too.
            if !feed.send(batch) {
                return Ok(false);
            }
            if !more? {
                return Ok(true);
            }
        }
    }
}
