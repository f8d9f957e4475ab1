//! Reading files and standard input.

use crate::{failure::Failure, progress};
use std::fs::File;
use std::io::{self, IsTerminal, Read, StdinLock, Write};
use std::path::Path;

/// A file, or standard input without one (or with `-`), whose bytes are taken as they come.
pub(crate) struct Source {
    name: String,
    reader: Box<dyn Read>,
    buffer: Vec<u8>,
}

/// Bytes that are taken at a time, if so many have come.
const MOST: usize = 64 << 10;

impl Source {
    pub(crate) fn open(path: Option<&Path>, quiet: bool) -> Result<Self, Failure> {
        let (name, reader): (_, Box<dyn Read>) = match named(path) {
            Some(path) => {
                let file = File::open(path).map_err(|error| Failure::file(path, error))?;
                (path.display().to_string(), Box::new(file))
            }
            None => (STDIN.into(), Box::new(stdin(quiet))),
        };
        Ok(Self { name, reader, buffer: vec![0; MOST] })
    }

    /// What has come, as soon as something has; nothing at the end.
    pub(crate) fn next(&mut self) -> Result<Option<&[u8]>, Failure> {
        loop {
            match self.reader.read(&mut self.buffer) {
                Ok(0) => return Ok(None),
                Ok(len) => return Ok(self.buffer.get(..len)),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Failure::Data(format!("{}: {error}", self.name))),
            }
        }
    }
}

const STDIN: &str = "standard input";

fn named(path: Option<&Path>) -> Option<&Path> {
    path.filter(|path| path.as_os_str() != "-")
}

/// All of a file, or of standard input without one (or with `-`).
pub(crate) fn read(path: Option<&Path>, quiet: bool) -> Result<Vec<u8>, Failure> {
    match named(path) {
        Some(path) => read_file(path, quiet).map_err(|error| Failure::file(path, error)),
        None => read_stdin(quiet).map_err(|error| Failure::Data(format!("{STDIN}: {error}"))),
    }
}

fn read_file(path: &Path, quiet: bool) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let mut bytes = Vec::new();
    progress::bytes("reading", size, quiet).wrap_read(file).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn read_stdin(quiet: bool) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stdin(quiet).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn stdin(quiet: bool) -> StdinLock<'static> {
    let stdin = io::stdin().lock();
    if stdin.is_terminal() && !quiet {
        // Who cannot be told can still type.
        let _ = writeln!(anstream::stderr(), "reading from the terminal; Ctrl-D ends it");
    }
    stdin
}
