//! Inputs, read as batches of lines.

use crate::args::train::CorpusKind;
use crate::error::CliError;
use crate::shared::corpus::{Lines, MAX_LINE};
use crate::shared::terminal;
use indicatif::ProgressBar;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;

/// A batch ends after this many bytes, which keep a thread busy and take little memory.
const BATCH_SIZE: usize = 1 << 20;

/// The lines that a worker counts at once.
pub(super) struct Batch {
    /// The index of the input.
    pub(super) input: usize,
    pub(super) kind: CorpusKind,
    /// The number of the first line.
    pub(super) first: u64,
    /// Complete lines.
    pub(super) bytes: Vec<u8>,
    /// The text continues in the next batch, after a line end that no token crosses.
    pub(super) continues: bool,
}

impl Batch {
    pub(super) const fn new(input: usize, kind: CorpusKind, first: u64) -> Self {
        Self { input, kind, first, bytes: Vec::new(), continues: false }
    }

    /// Reads the next lines, and returns `false` if they are the last ones. The lines before an error are kept.
    pub(super) fn fill(&mut self, lines: &mut Lines) -> Result<bool, CliError> {
        while lines.read(&mut self.bytes)? {
            if self.bytes.len() < BATCH_SIZE {
                continue;
            }
            self.continues = self.kind == CorpusKind::Text && lines.peek()?.is_some_and(begins_token);
            // Text without a place to cut is cut anyway at some size. That may change a token, but bounds the memory.
            if self.kind != CorpusKind::Text || self.continues || self.bytes.len() >= MAX_LINE {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns each line with its number. Lines include their ends.
    pub(super) fn lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        (self.first..).zip(self.bytes.split_inclusive(|&byte| byte == b'\n'))
    }
}

/// Returns whether a line end before this byte ends a token, in every encoding: in all their patterns only a blank may
/// follow a line end in one word, or a slash (`o200k`). Blanks that are not ASCII begin with one of the four bytes here.
const fn begins_token(byte: u8) -> bool {
    byte > b' ' && !matches!(byte, b'/' | 0xc2 | 0xe1..=0xe3)
}

/// The sender of the queue of batches. It blocks while the queue holds as many batches as there are workers.
pub(super) struct BatchSender<'a> {
    pub(super) queue: SyncSender<Batch>,
    pub(super) stop: &'a AtomicBool,
}

impl BatchSender<'_> {
    /// Returns `false` if the workers need no more.
    pub(super) fn send(&self, batch: Batch) -> bool {
        !self.stop.load(Ordering::Relaxed) && self.queue.send(batch).is_ok()
    }
}

pub(super) struct BatchReader<'a> {
    inputs: &'a [PathBuf],
    /// The format of every input; `None` if it depends on the input's name.
    kind: Option<CorpusKind>,
    bar: ProgressBar,
}

impl<'a> BatchReader<'a> {
    /// Checks that all files exist before any of them is read.
    pub(super) fn new(
        inputs: &'a [PathBuf],
        kind: Option<CorpusKind>,
        quiet: bool,
    ) -> Result<Self, CliError> {
        let mut bytes = 0;
        for path in inputs.iter().filter(|path| path.as_os_str() != "-") {
            let file = std::fs::metadata(path).map_err(|error| CliError::file(path, error))?;
            bytes += file.len();
        }
        Ok(Self { inputs, kind, bar: terminal::byte_bar("counting", bytes, quiet) })
    }

    /// Reads every input to its end, or until the workers need no more.
    pub(super) fn read(&self, sender: &BatchSender<'_>) -> Result<(), CliError> {
        for (index, path) in self.inputs.iter().enumerate() {
            if !self.read_input(index, path, sender)? {
                break;
            }
        }
        self.bar.finish_and_clear();
        Ok(())
    }

    fn read_input(&self, index: usize, path: &Path, sender: &BatchSender<'_>) -> Result<bool, CliError> {
        let mut lines = Lines::open(path, &self.bar)?;
        let kind = self.kind.unwrap_or_else(|| CorpusKind::of_file(path));
        loop {
            let mut batch = Batch::new(index, kind, lines.number() + 1);
            let more = batch.fill(&mut lines);
            // The lines before an error are sent first: one of them may be invalid too.
            if !sender.send(batch) {
                return Ok(false);
            }
            if !more? {
                return Ok(true);
            }
        }
    }
}
