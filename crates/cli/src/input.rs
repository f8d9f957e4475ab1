//! Reading files and standard input.

use crate::{failure::Failure, progress};
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;

/// All of a file, or of standard input without one (or with `-`).
pub(crate) fn read(path: Option<&Path>, quiet: bool) -> Result<Vec<u8>, Failure> {
    match path.filter(|path| path.as_os_str() != "-") {
        Some(path) => read_file(path, quiet).map_err(|error| Failure::file(path, error)),
        None => read_stdin(quiet).map_err(|error| Failure::Data(format!("standard input: {error}"))),
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
    let mut stdin = io::stdin().lock();
    if stdin.is_terminal() && !quiet {
        // Who cannot be told can still type.
        let _ = writeln!(anstream::stderr(), "reading from the terminal; Ctrl-D ends it");
    }
    let mut bytes = Vec::new();
    stdin.read_to_end(&mut bytes)?;
    Ok(bytes)
}
