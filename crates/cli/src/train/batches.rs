//! Reads inputs as batches of lines.

use crate::args::train::CorpusKind;
use crate::error::CliError;
use crate::shared::corpus::{Lines, MAX_LINE};
use crate::shared::terminal;
use indicatif::ProgressBar;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;

/// The number of bytes after which a batch ends: enough work for a thread, in little memory.
const BATCH_SIZE: usize = 1 << 20;

/// The lines that a worker counts in one step.
pub(super) struct Batch {
    /// The index of the input.
    pub(super) input: usize,
    pub(super) kind: CorpusKind,
    /// The line number of the first line.
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

    /// Reads the next lines, and returns `false` if they are the last ones. On error, the batch holds the lines before
    /// it.
    pub(super) fn fill(&mut self, lines: &mut Lines) -> Result<bool, CliError> {
        while lines.read(&mut self.bytes)? {
            if self.bytes.len() < BATCH_SIZE {
                continue;
            }
            self.continues = self.kind == CorpusKind::Text && lines.peek()?.is_some_and(begins_token);
            // Text without a safe place to cut is cut at the maximum size. That may change a token, but bounds the
            // memory.
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

/// Returns whether a line end before this byte ends a token in every encoding, so that a text may be cut there.
///
/// In the patterns of all encodings, only white space (and in `o200k` a slash) can follow a line end within one word.
/// White space outside ASCII begins with one of the bytes 0xc2, 0xe1, 0xe2 and 0xe3.
const fn begins_token(byte: u8) -> bool {
    byte > b' ' && !matches!(byte, b'/' | 0xc2 | 0xe1..=0xe3)
}

/// The sender of the queue of batches. It blocks while the queue holds as many batches as there are workers.
pub(super) struct BatchSender<'a> {
    pub(super) queue: SyncSender<Batch>,
    pub(super) stop: &'a AtomicBool,
}

impl BatchSender<'_> {
    /// Sends a batch, or returns `false` if the workers have stopped.
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

    /// Reads every input to its end, or until the workers have stopped.
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
            // The lines before a read error are sent first, because one of them may be invalid.
            if !sender.send(batch) {
                return Ok(false);
            }
            if !more? {
                return Ok(true);
            }
        }
    }
}
