//! Numbered lines of a file, possibly compressed with zstd, or of standard input.

use crate::error::CliError;
use indicatif::ProgressBar;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::{fmt::Display, path::Path, path::PathBuf};

/// The largest line, in bytes. A file without line ends must not fill the memory.
pub(crate) const MAX_LINE: usize = 64 << 20;

const BUFFER_SIZE: usize = 256 << 10;

pub(crate) struct Lines {
    path: PathBuf,
    reader: Box<dyn BufRead>,
    /// Prefix of the reader's error messages.
    error_prefix: &'static str,
    /// Number of lines read so far.
    number: u64,
}

/// Formats an error as `PATH:LINE: REASON`, which editors understand.
pub(crate) fn line_error(path: &Path, line: u64, reason: impl Display) -> String {
    format!("{}:{line}: {reason}", display_name(path))
}

pub(crate) fn display_name(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".into() } else { path.display().to_string() }
}

pub(crate) fn is_zstd(path: &Path) -> bool {
    has_extension(path, "zst")
}

pub(crate) fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().and_then(OsStr::to_str).is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

impl Lines {
    /// Opens a file, or standard input for `-`. The bar counts the bytes of the file, before decompression.
    pub(crate) fn open(path: &Path, bar: &ProgressBar) -> Result<Self, CliError> {
        let (reader, error_prefix): (Box<dyn BufRead>, _) = if path.as_os_str() == "-" {
            (Box::new(BufReader::with_capacity(BUFFER_SIZE, bar.wrap_read(io::stdin().lock()))), "")
        } else {
            let file = File::open(path).map_err(|error| CliError::file(path, error))?;
            let is_packed = is_zstd(path);
            let file = BufReader::with_capacity(BUFFER_SIZE, bar.wrap_read(file));
            let reader = if is_packed { unpack(file) } else { Ok(Box::new(file) as Box<dyn BufRead>) };
            let prefix = if is_packed { "zstd: " } else { "" };
            (reader.map_err(|error| CliError::file(path, error))?, prefix)
        };
        Ok(Self { path: path.into(), reader, error_prefix, number: 0 })
    }

    /// Returns the number of lines read so far.
    pub(crate) const fn number(&self) -> u64 {
        self.number
    }

    /// Appends the next line with its line end, or returns `false` at the end. On error, nothing is appended.
    pub(crate) fn read(&mut self, line: &mut Vec<u8>) -> Result<bool, CliError> {
        let start = line.len();
        let read = self.reader.as_mut().take(MAX_LINE as u64 + 1).read_until(b'\n', line);
        let reason = match read {
            Ok(0) => return Ok(false),
            Ok(read) if read > MAX_LINE && line.last() != Some(&b'\n') => {
                format!("the line is longer than {} MiB; split it", MAX_LINE >> 20)
            }
            Ok(_) => {
                self.number += 1;
                return Ok(true);
            }
            Err(error) => format!("{}{error}", self.error_prefix),
        };
        line.truncate(start);
        Err(self.error(&reason))
    }

    /// Returns the first byte of the next line.
    pub(crate) fn peek(&mut self) -> Result<Option<u8>, CliError> {
        let next = self.reader.fill_buf().map(|buffer| buffer.first().copied());
        next.map_err(|error| self.error(&format!("{}{error}", self.error_prefix)))
    }

    fn error(&self, reason: &str) -> CliError {
        CliError::Failed(line_error(&self.path, self.number + 1, reason))
    }
}

fn unpack(mut file: impl BufRead + 'static) -> io::Result<Box<dyn BufRead>> {
    // The decoder accepts an empty file as zero frames, but every file that zstd writes has a frame.
    if file.fill_buf()?.is_empty() {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file is empty: expected zstd data"));
    }
    Ok(Box::new(BufReader::with_capacity(BUFFER_SIZE, zstd::Decoder::with_buffer(file)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(reader: impl Read + 'static) -> Lines {
        Lines { path: "x".into(), reader: Box::new(BufReader::new(reader)), error_prefix: "", number: 0 }
    }

    #[test]
    fn lines_are_numbered_and_include_their_ends() {
        let mut lines = lines(&b"a\r\n\nb"[..]);
        let mut read = Vec::new();
        while lines.read(&mut read).is_ok_and(|more| more) {
            read.push(b'|');
        }
        assert_eq!((read.as_slice(), lines.number()), (&b"a\r\n|\n|b|"[..], 3));
    }

    #[test]
    fn rejects_a_line_over_the_limit() {
        let longest = || io::repeat(b'x').take(MAX_LINE as u64);
        let mut read = Vec::new();
        assert!(lines(longest().chain(&b"\n"[..])).read(&mut read).is_ok_and(|more| more));
        assert_eq!(read.len(), MAX_LINE + 1);
        read.truncate(1);
        let mut endless = lines(b"\n".chain(io::repeat(b'x')));
        assert!(endless.read(&mut read).is_ok_and(|more| more));
        let Err(CliError::Failed(reason)) = endless.read(&mut read) else { panic!("no error") };
        assert_eq!(
            (reason.as_str(), read.as_slice()),
            ("x:2: the line is longer than 64 MiB; split it", &b"x\n"[..])
        );
    }
}
