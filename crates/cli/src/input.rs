//! Reading files and standard input.

use crate::{failure::Failure, progress};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

const BUFFER: usize = 256 << 10;

/// A file, or standard input, from where reading goes on.
pub(crate) struct Input {
    /// Of a file.
    path: Option<PathBuf>,
    reader: Box<dyn BufRead>,
}

/// All of a file, or of standard input without one (or with `-`).
pub(crate) fn read(path: Option<&Path>, quiet: bool) -> Result<Vec<u8>, Failure> {
    Input::open(path, quiet)?.up_to(usize::MAX)
}

impl Input {
    /// A file, or standard input without one (or with `-`).
    pub(crate) fn open(path: Option<&Path>, quiet: bool) -> Result<Self, Failure> {
        let path = path.filter(|path| path.as_os_str() != "-");
        let reader = match path {
            Some(path) => file(path, quiet).map_err(|error| Failure::file(path, error))?,
            None => stdin(quiet),
        };
        Ok(Self { path: path.map(Path::to_path_buf), reader })
    }

    /// The next bytes, so many if there are as many.
    pub(crate) fn up_to(&mut self, most: usize) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        self.add_up_to(most, &mut bytes)?;
        Ok(bytes)
    }

    /// [`up_to`](Self::up_to), appended; how many they were.
    pub(crate) fn add_up_to(&mut self, most: usize, bytes: &mut Vec<u8>) -> Result<usize, Failure> {
        let read = self.reader.as_mut().take(most as u64).read_to_end(bytes);
        read.map_err(|error| self.trouble(&error))
    }

    /// Some of the next bytes, without reading them; none at the end.
    pub(crate) fn peek(&mut self) -> Result<&[u8], Failure> {
        self.wait()?;
        Ok(self.reader.fill_buf().unwrap_or_default())
    }

    /// Waits for the next bytes or the end, which is for good: a terminal would be asked again.
    fn wait(&mut self) -> Result<(), Failure> {
        loop {
            match self.reader.fill_buf().map(<[u8]>::is_empty) {
                Ok(false) => return Ok(()),
                Ok(true) => {
                    self.reader = Box::new(io::empty());
                    return Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.trouble(&error)),
            }
        }
    }

    /// What has come, as soon as something has; nothing at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        let bytes = self.peek()?.to_vec();
        self.skip(bytes.len());
        Ok(Some(bytes).filter(|bytes| !bytes.is_empty()))
    }

    /// So many bytes, which were seen.
    pub(crate) fn skip(&mut self, bytes: usize) {
        self.reader.consume(bytes);
    }

    /// Comes before what was not read yet.
    pub(crate) fn put_back(&mut self, bytes: Vec<u8>) {
        let rest = std::mem::replace(&mut self.reader, Box::new(io::empty()));
        self.reader = Box::new(Cursor::new(bytes).chain(rest));
    }

    pub(crate) fn reader(&mut self) -> &mut dyn BufRead {
        &mut *self.reader
    }

    /// What went wrong with it.
    pub(crate) fn trouble(&self, error: &io::Error) -> Failure {
        match &self.path {
            Some(path) => Failure::file(path, error),
            None => Failure::Data(format!("standard input: {error}")),
        }
    }
}

fn file(path: &Path, quiet: bool) -> io::Result<Box<dyn BufRead>> {
    let file = File::open(path)?;
    let bar = progress::bytes("reading", file.metadata()?.len(), quiet);
    Ok(Box::new(BufReader::with_capacity(BUFFER, bar.wrap_read(file))))
}

fn stdin(quiet: bool) -> Box<dyn BufRead> {
    let stdin = io::stdin().lock();
    if stdin.is_terminal() && !quiet {
        // Who cannot be told can still type.
        let _ = writeln!(anstream::stderr(), "reading from the terminal; Ctrl-D ends it");
    }
    Box::new(BufReader::with_capacity(BUFFER, stdin))
}
