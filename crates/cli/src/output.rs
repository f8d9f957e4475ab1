//! Writing files, whole or not at all, and standard output.

use crate::failure::Failure;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Writes bytes that are not for a terminal.
pub(crate) fn binary(path: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    if named(path).is_none() && io::stdout().is_terminal() {
        const REFUSAL: &str = "this is binary, not for a terminal: use --out FILE or a pipe";
        return Err(Failure::Usage(REFUSAL.into()));
    }
    text(path, bytes)
}

/// Writes bytes that a terminal may show.
pub(crate) fn text(path: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    match named(path) {
        Some(path) => file(path, bytes).map_err(|error| Failure::file(path, error)),
        None => print(bytes),
    }
}

/// `-` stands for standard output.
fn named(path: Option<&Path>) -> Option<&Path> {
    path.filter(|path| *path != "-")
}

/// Writes to standard output.
pub(crate) fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).map_err(|error| Failure::stdout(&error))
}

/// Prints for people: colours only where they are seen.
pub(crate) fn show(text: &str) -> Result<(), Failure> {
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(|error| Failure::stdout(&error))
}

/// Prints one JSON value and a line end.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let mut text = serde_json::to_vec(value).map_err(|error| Failure::Data(error.to_string()))?;
    text.push(b'\n');
    print(&text)
}

fn file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let there = fs::metadata(path).ok();
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        // A device or a pipe cannot be replaced.
        return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    // What a link points to is replaced, not the link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.into());
    replace(&path, bytes, there.map(|there| there.permissions()))
}

/// A file beside the old one is written and then takes its name, so that no reader and no crash sees a part of it.
fn replace(path: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".tokenwire-");
    #[cfg(unix)]
    let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut new = builder.tempfile_in(folder)?;
    new.write_all(bytes)?;
    if let Some(permissions) = permissions {
        new.as_file().set_permissions(permissions)?;
    }
    new.as_file().sync_all()?;
    new.persist(path).map(drop).map_err(|error| error.error)
}
