//! Reads files and standard input.

use crate::error::CliError;
use crate::shared::terminal;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, IsTerminal, Read};
use std::path::{Path, PathBuf};

const BUFFER_SIZE: usize = 256 << 10;

/// The path of standard input. Where it does not exist, standard input does not count as a regular file.
const STDIN: &str = "/dev/stdin";

/// An input that is read from its beginning to its end: a file, or standard input.
pub(crate) struct Input {
    /// The file's path; `None` for standard input.
    path: Option<PathBuf>,
    is_file: bool,
    reader: Box<dyn BufRead + Send>,
    /// The number of bytes that [`Read`] returned.
    bytes_read: usize,
}

/// Reads a whole file, or all of standard input if `path` is `None` or `-`.
pub(crate) fn read(path: Option<&Path>, quiet: bool) -> Result<Vec<u8>, CliError> {
    Input::open(path, quiet)?.read_up_to(usize::MAX)
}

impl Input {
    /// Opens a file, or standard input if `path` is `None` or `-`.
    pub(crate) fn open(path: Option<&Path>, quiet: bool) -> Result<Self, CliError> {
        let path = path.filter(|path| path.as_os_str() != "-");
        let reader = match path {
            Some(path) => file(path, quiet).map_err(|error| CliError::file(path, error))?,
            None => stdin(quiet),
        };
        let is_file = fs::metadata(path.unwrap_or(Path::new(STDIN))).is_ok_and(|metadata| metadata.is_file());
        Ok(Self { path: path.map(Path::to_path_buf), is_file, reader, bytes_read: 0 })
    }

    /// Returns whether the input is a regular file, which can be read without waiting for anybody to write it.
    pub(crate) const fn is_file(&self) -> bool {
        self.is_file
    }

    /// Reads the next `limit` bytes, or fewer at the end of the input.
    pub(crate) fn read_up_to(&mut self, limit: usize) -> Result<Vec<u8>, CliError> {
        let mut bytes = Vec::new();
        self.append_up_to(limit, &mut bytes)?;
        Ok(bytes)
    }

    /// Appends the next `limit` bytes, or fewer at the end of the input, to `bytes`. Returns the number of bytes read.
    pub(crate) fn append_up_to(&mut self, limit: usize, bytes: &mut Vec<u8>) -> Result<usize, CliError> {
        let read = self.reader.as_mut().take(limit as u64).read_to_end(bytes);
        read.map_err(|error| self.error(&error))
    }

    /// Returns some of the next bytes without consuming them, or an empty slice at the end.
    pub(crate) fn peek(&mut self) -> Result<&[u8], CliError> {
        self.wait()?;
        Ok(self.reader.fill_buf().unwrap_or_default())
    }

    /// Waits for the next bytes or the end. Once reached, the end is final, although a terminal could be read again.
    fn wait(&mut self) -> Result<(), CliError> {
        loop {
            match self.reader.fill_buf().map(<[u8]>::is_empty) {
                Ok(false) => return Ok(()),
                Ok(true) => {
                    self.reader = Box::new(io::empty());
                    return Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.error(&error)),
            }
        }
    }

    /// Returns the next bytes as soon as some arrive, or `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Vec<u8>>, CliError> {
        let bytes = self.peek()?.to_vec();
        self.skip(bytes.len());
        Ok(Some(bytes).filter(|bytes| !bytes.is_empty()))
    }

    /// Consumes this number of the bytes that [`peek`](Self::peek) returned.
    pub(crate) fn skip(&mut self, bytes: usize) {
        self.reader.consume(bytes);
    }

    /// Puts bytes back, so that they are read next.
    pub(crate) fn put_back(&mut self, bytes: Vec<u8>) {
        let rest = std::mem::replace(&mut self.reader, Box::new(io::empty()));
        self.reader = Box::new(Cursor::new(bytes).chain(rest));
    }

    /// Returns the number of bytes read through [`Read`].
    pub(crate) const fn bytes_read(&self) -> usize {
        self.bytes_read
    }

    pub(crate) fn reader(&mut self) -> &mut dyn BufRead {
        &mut *self.reader
    }

    /// Converts a read error to one that names the input.
    pub(crate) fn error(&self, error: &io::Error) -> CliError {
        CliError::Failed(self.name_in(error))
    }

    fn name_in(&self, error: &io::Error) -> String {
        match &self.path {
            Some(path) => format!("{}: {error}", path.display()),
            None => format!("standard input: {error}"),
        }
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = self.reader.read(buffer);
        let len = len.map_err(|error| io::Error::new(error.kind(), self.name_in(&error)))?;
        self.bytes_read += len;
        Ok(len)
    }
}

fn file(path: &Path, quiet: bool) -> io::Result<Box<dyn BufRead + Send>> {
    let file = File::open(path)?;
    let bar = terminal::byte_bar("reading", file.metadata()?.len(), quiet);
    Ok(Box::new(BufReader::with_capacity(BUFFER_SIZE, bar.wrap_read(file))))
}

fn stdin(quiet: bool) -> Box<dyn BufRead + Send> {
    let stdin = io::stdin();
    if stdin.is_terminal() && !quiet {
        terminal::print_line("reading from the terminal; press Ctrl-D to end the input");
    }
    Box::new(BufReader::with_capacity(BUFFER_SIZE, stdin))
}
