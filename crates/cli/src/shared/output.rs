//! Writes to standard output, and to files, which are written completely or not at all.

use crate::error::CliError;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Refuses to write binary data to a terminal. Call this before any work is done.
pub(crate) fn refuse_terminal(path: Option<&Path>) -> Result<(), CliError> {
    if file_path(path).is_none() && io::stdout().is_terminal() {
        const REFUSAL: &str =
            "the output is binary and cannot be shown on a terminal; use --output FILE or a pipe";
        return Err(CliError::Usage(REFUSAL.into()));
    }
    Ok(())
}

/// Writes to a file, completely or not at all, or to standard output.
pub(crate) fn write(path: Option<&Path>, bytes: &[u8]) -> Result<(), CliError> {
    let mut output = Output::open(path)?;
    output.append(bytes)?;
    output.finish()
}

/// An output that is written in parts. A file appears only when it is complete; standard output receives each part at
/// once.
pub(crate) struct Output {
    name: String,
    target: Target,
}

enum Target {
    Stdout(io::StdoutLock<'static>),
    /// A device, a pipe or an open file, which cannot be replaced.
    Existing(fs::File),
    /// A temporary file in the same folder, which replaces the old file at the end.
    New {
        file: tempfile::NamedTempFile,
        path: PathBuf,
        permissions: Option<fs::Permissions>,
    },
}

impl Output {
    /// Opens a file, or standard output if `path` is `None` or `-`.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, CliError> {
        let Some(path) = file_path(path) else {
            return Ok(Self { name: "standard output".into(), target: Target::Stdout(io::stdout().lock()) });
        };
        let target = open_target(path).map_err(|error| CliError::writing(path.display(), &error))?;
        Ok(Self { name: path.display().to_string(), target })
    }

    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        self.write_all(bytes).map_err(|error| CliError::writing(&self.name, &error))
    }

    /// Returns the name of the output for error messages.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Completes the output: moves a new file to its path. Without this call, the new file is removed.
    pub(crate) fn finish(self) -> Result<(), CliError> {
        let finished = match self.target {
            Target::Stdout(_) | Target::Existing(_) => Ok(()),
            Target::New { file, path, permissions } => replace(&path, file, permissions),
        };
        finished.map_err(|error| CliError::writing(&self.name, &error))
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.target {
            Target::Stdout(stdout) => stdout.write_all(bytes).and_then(|()| stdout.flush())?,
            Target::Existing(file) => file.write_all(bytes)?,
            Target::New { file, .. } => file.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    /// Does nothing, since each write is flushed.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns the path, or `None` if it names standard output. Opening standard output again would overwrite it from the
/// start.
fn file_path(path: Option<&Path>) -> Option<&Path> {
    const STDOUT: [&str; 4] = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];
    path.filter(|path| !STDOUT.iter().any(|name| path.as_os_str() == *name))
}

/// Writes to standard output.
pub(crate) fn print(bytes: &[u8]) -> Result<(), CliError> {
    with_stdout(io::stdout().lock(), |stdout| stdout.write_all(bytes))
}

/// Prints text for people. Colours are removed if standard output cannot show them.
pub(crate) fn show(text: &str) -> Result<(), CliError> {
    with_stdout(anstream::stdout().lock(), |stdout| stdout.write_all(text.as_bytes()))
}

/// Prints one JSON value and a line end, without holding the JSON in memory.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<(), CliError> {
    with_stdout(io::BufWriter::new(io::stdout().lock()), |stdout| {
        serde_json::to_writer(&mut *stdout, value)?;
        stdout.write_all(b"\n")
    })
}

/// Prints a report as JSON, or as the text for people that `readable` returns.
pub(crate) fn report<T: serde::Serialize>(
    report: &T,
    as_json: bool,
    readable: impl FnOnce(&T) -> String,
) -> Result<(), CliError> {
    if as_json { json(report) } else { show(&readable(report)) }
}

fn with_stdout<W: Write>(
    mut stdout: W,
    write: impl FnOnce(&mut W) -> io::Result<()>,
) -> Result<(), CliError> {
    write(&mut stdout)
        .and_then(|()| stdout.flush())
        .map_err(|error| CliError::writing("standard output", &error))
}

fn open_target(path: &Path) -> io::Result<Target> {
    let metadata = match fs::metadata(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        metadata => metadata.ok(),
    };
    if metadata.as_ref().is_some_and(|metadata| !metadata.is_file()) {
        // A device or a pipe cannot be replaced.
        return fs::OpenOptions::new().write(true).open(path).map(Target::Existing);
    }
    let permissions = metadata.map(|metadata| metadata.permissions());
    if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "the file is read-only; make it writable, or choose another",
        ));
    }
    if permissions.is_some() {
        // Replacing a file needs no write access to it. Opening it checks that the user may write to it.
        fs::OpenOptions::new().write(true).open(path)?;
    }
    let mut links = links(path);
    match links.pop() {
        Some(target) if !links.iter().chain([&target]).any(|link| is_descriptor(link)) => {
            Ok(Target::New { file: create_beside(&target)?, path: target, permissions })
        }
        _ => fs::OpenOptions::new().append(true).open(path).map(Target::Existing),
    }
}

/// Follows symbolic links. Returns the path and the target of each link; the last path is the file to replace, which
/// need not exist yet.
fn links(path: &Path) -> Vec<PathBuf> {
    // The limit of Linux. Circular links are rejected before this call; the limit stops those that are created
    // meanwhile.
    const MAX_LINKS: usize = 40;
    let follow = |path: &PathBuf| Some(path.parent()?.join(fs::read_link(path).ok()?));
    std::iter::successors(Some(path.to_path_buf()), follow).take(MAX_LINKS + 1).collect()
}

/// Returns whether the path is an open file of this process, such as `/dev/fd/3`. Other processes may write to it too,
/// so it is appended to instead of replaced.
fn is_descriptor(path: &Path) -> bool {
    ["/proc", "/dev/fd", "/dev/stderr"].iter().any(|open| path.starts_with(open))
}

/// Creates a temporary file in the same folder.
fn create_beside(path: &Path) -> io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".tokenwire-");
    #[cfg(unix)]
    let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // The original error names the temporary file, which means nothing to the user.
    builder.tempfile_in(folder).map_err(|error| io::Error::from(error.kind()))
}

/// Moves the new file to `path`. The file is complete and synced first, so that no reader sees a part of it, even after
/// a crash.
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

/// Gives the new file the owner of the old file. Only root may do that; for other users, the error is ignored.
#[cfg(unix)]
fn keep_owner(old: &Path, new: &fs::File) {
    use std::os::unix::fs::{MetadataExt, fchown};
    if let Ok(old) = fs::metadata(old) {
        let _ = fchown(new, Some(old.uid()), Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &fs::File) {}
