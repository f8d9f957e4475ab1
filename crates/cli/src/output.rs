//! Writing files, whole or not at all, and standard output.

use crate::failure::Failure;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Refuses to write binary to a terminal; asked before any work is done.
pub(crate) fn refuse_terminal(path: Option<&Path>) -> Result<(), Failure> {
    if named(path).is_none() && io::stdout().is_terminal() {
        const REFUSAL: &str = "this is binary, not for a terminal: use --out FILE or a pipe";
        return Err(Failure::Usage(REFUSAL.into()));
    }
    Ok(())
}

/// Writes to a file, whole or not at all, or to standard output.
pub(crate) fn write(path: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    let mut output = Output::open(path)?;
    output.add(bytes)?;
    output.finish()
}

/// What is written bit by bit: a file is there when it is finished, standard output at once.
pub(crate) struct Output {
    name: String,
    to: To,
}

enum To {
    Stdout(io::StdoutLock<'static>),
    /// Something that is written to where it is: a device, a pipe, an open file.
    There(fs::File),
    /// A file beside the old one, which takes its name at the end.
    New {
        file: tempfile::NamedTempFile,
        path: PathBuf,
        permissions: Option<fs::Permissions>,
    },
}

impl Output {
    /// To a file, or to standard output without one (or with `-`).
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = named(path) else {
            return Ok(Self { name: "standard output".into(), to: To::Stdout(io::stdout().lock()) });
        };
        let to = file(path).map_err(|error| Failure::writing(path.display(), &error))?;
        Ok(Self { name: path.display().to_string(), to })
    }

    pub(crate) fn add(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let written = match &mut self.to {
            To::Stdout(stdout) => stdout.write_all(bytes).and_then(|()| stdout.flush()),
            To::There(file) => file.write_all(bytes),
            To::New { file, .. } => file.write_all(bytes),
        };
        written.map_err(|error| Failure::writing(&self.name, &error))
    }

    /// Without this a new file goes away.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        let finished = match self.to {
            To::Stdout(_) | To::There(_) => Ok(()),
            To::New { file, path, permissions } => replace(&path, file, permissions),
        };
        finished.map_err(|error| Failure::writing(&self.name, &error))
    }
}

/// `-` stands for standard output, and so do its other names: opened anew, it would begin at its beginning.
fn named(path: Option<&Path>) -> Option<&Path> {
    const STDOUT: [&str; 4] = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];
    path.filter(|path| !STDOUT.iter().any(|name| path.as_os_str() == *name))
}

/// Writes to standard output.
pub(crate) fn print(bytes: &[u8]) -> Result<(), Failure> {
    to(io::stdout().lock(), |stdout| stdout.write_all(bytes))
}

/// Prints for people: colours only where they are seen.
pub(crate) fn show(text: &str) -> Result<(), Failure> {
    to(anstream::stdout().lock(), |stdout| stdout.write_all(text.as_bytes()))
}

/// Prints one JSON value and a line end, as it is made.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<(), Failure> {
    to(io::BufWriter::new(io::stdout().lock()), |stdout| {
        serde_json::to_writer(&mut *stdout, value)?;
        stdout.write_all(b"\n")
    })
}

fn to<W: Write>(mut stdout: W, write: impl FnOnce(&mut W) -> io::Result<()>) -> Result<(), Failure> {
    write(&mut stdout)
        .and_then(|()| stdout.flush())
        .map_err(|error| Failure::writing("standard output", &error))
}

fn file(path: &Path) -> io::Result<To> {
    let there = match fs::metadata(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        there => there.ok(),
    };
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        // A device or a pipe cannot be replaced.
        return fs::OpenOptions::new().write(true).open(path).map(To::There);
    }
    let permissions = there.map(|there| there.permissions());
    if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    if permissions.is_some() {
        // Who may not write to it may not replace it either.
        fs::OpenOptions::new().write(true).open(path)?;
    }
    let mut links = links(path);
    match links.pop() {
        Some(target) if !links.iter().chain([&target]).any(|link| is_descriptor(link)) => {
            Ok(To::New { file: beside(&target)?, path: target, permissions })
        }
        _ => fs::OpenOptions::new().append(true).open(path).map(To::There),
    }
}

/// The path and what it links to, to the last: that is replaced, not a link. It need not be there yet.
fn links(path: &Path) -> Vec<PathBuf> {
    // As many links as Linux follows. A circle is an error before this; whoever makes one meanwhile does not hold us.
    const MOST: usize = 40;
    let follow = |path: &PathBuf| Some(path.parent()?.join(fs::read_link(path).ok()?));
    std::iter::successors(Some(path.to_path_buf()), follow).take(MOST + 1).collect()
}

/// An open file of ours, like `/dev/fd/3`: somebody else writes to it too, so it is added to, not replaced.
fn is_descriptor(path: &Path) -> bool {
    ["/proc", "/dev/fd", "/dev/stderr"].iter().any(|open| path.starts_with(open))
}

/// A new file in the same folder.
fn beside(path: &Path) -> io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".tokenwire-");
    #[cfg(unix)]
    let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // Its own error would name a file that nobody asked for.
    builder.tempfile_in(folder).map_err(|error| io::Error::from(error.kind()))
}

/// The new file takes the old one's name when it is all there, so that no reader and no crash sees a part of it.
fn replace(
    path: &Path,
    new: tempfile::NamedTempFile,
    permissions: Option<fs::Permissions>,
) -> io::Result<()> {
    if let Some(permissions) = permissions {
        keep_owner(path, new.as_file());
        new.as_file().set_permissions(permissions)?;
    }
    new.as_file().sync_all()?;
    new.persist(path).map(drop).map_err(|error| error.error)
}

/// The old file's owner, where we may give files away: only root may.
#[cfg(unix)]
fn keep_owner(old: &Path, new: &fs::File) {
    use std::os::unix::fs::{MetadataExt, fchown};
    if let Ok(old) = fs::metadata(old) {
        let _ = fchown(new, Some(old.uid()), Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &fs::File) {}
