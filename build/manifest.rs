//! Reads `mappings/manifest.tsv`, which lists all files with their checksums and totals.

use sha2::{Digest, Sha256};
use std::{collections::HashMap, fmt::Display, fs, path::PathBuf, str::FromStr};

/// An error message that begins with the file and, if possible, the line.
pub(crate) type Error = String;

pub(crate) struct Manifest {
    folder: PathBuf,
    entries: HashMap<String, Entry>,
}

struct Entry {
    line: usize,
    sha256: String,
    entries: usize,
    total: u64,
    /// The upper bound of the ids in the file, or `None` if there are no ids or several bounds.
    ids_below: Option<u32>,
}

/// A file whose SHA-256 matches the manifest.
pub(crate) struct File<'a> {
    path: String,
    pub(crate) bytes: Vec<u8>,
    manifest: PathBuf,
    entry: &'a Entry,
}

const COLUMNS: &str = "expected path, sha256, entries, total, ids below, licence, source";

impl Manifest {
    pub(crate) fn read(folder: &str) -> Result<Self, Error> {
        let path = PathBuf::from(folder).join("manifest.tsv");
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut entries = HashMap::new();
        for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.starts_with('#')) {
            let (name, entry) = entry(line, text).ok_or_else(|| at(path.display(), line, COLUMNS))?;
            if entries.insert(name, entry).is_some() {
                return Err(at(path.display(), line, "this file is listed twice"));
            }
        }
        Ok(Self { folder: folder.into(), entries })
    }

    /// Reads a file and verifies its SHA-256.
    pub(crate) fn file(&self, name: &str) -> Result<File<'_>, Error> {
        let manifest = self.folder.join("manifest.tsv");
        let entry =
            self.entries.get(name).ok_or_else(|| format!("{}: no line for {name}", manifest.display()))?;
        let path = self.folder.join(name).display().to_string();
        let bytes = fs::read(&path).map_err(|error| format!("{path}: {error}"))?;
        let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        if sha256 == entry.sha256 {
            return Ok(File { path, bytes, manifest, entry });
        }
        Err(format!(
            "{path}: sha256 is {sha256}, but {}:{} has {}; restore the file or run scripts/data/manifest.py",
            manifest.display(),
            entry.line,
            entry.sha256
        ))
    }
}

/// Parses a line of the manifest.
fn entry(line: usize, text: &str) -> Option<(String, Entry)> {
    let [path, sha256, entries, total, ids_below, _licence, _source] =
        text.split('\t').collect::<Vec<_>>().try_into().ok()?;
    let entry = Entry {
        line,
        sha256: sha256.into(),
        entries: entries.parse().ok()?,
        total: total.parse().ok()?,
        ids_below: if ids_below == "-" { None } else { Some(ids_below.parse().ok()?) },
    };
    Some((path.into(), entry))
}

impl File<'_> {
    /// Returns an error message for a line of the file.
    pub(crate) fn error(&self, line: usize, reason: &str) -> Error {
        at(&self.path, line, reason)
    }

    /// Returns the data lines with their line numbers, split into exactly `N` columns.
    pub(crate) fn rows<const N: usize>(&self, separator: char) -> Result<Vec<(usize, [&str; N])>, Error> {
        let text = std::str::from_utf8(&self.bytes).map_err(|_| self.error(1, "not UTF-8"))?;
        (1..)
            .zip(text.lines())
            .filter(|(_, row)| !row.starts_with('#'))
            .map(|(line, row)| {
                let columns: Vec<&str> = row.split(separator).collect();
                let actual = columns.len();
                let columns = columns.try_into();
                columns
                    .map(|columns| (line, columns))
                    .map_err(|_| self.error(line, &format!("expected {N} columns, found {actual}")))
            })
            .collect()
    }

    /// Parses an id or a size.
    pub(crate) fn number<T: FromStr>(&self, line: usize, field: &str) -> Result<T, Error> {
        field.parse().map_err(|_| self.error(line, &format!("`{field}` is not an id")))
    }

    /// Checks an id against the bound in the manifest.
    pub(crate) fn check_id(&self, line: usize, id: u32) -> Result<(), Error> {
        match self.entry.ids_below {
            Some(below) if id >= below => Err(self.error(line, &format!("id {id} is not below {below}"))),
            _ => Ok(()),
        }
    }

    /// Checks the number of entries and the total against the manifest.
    pub(crate) fn check_totals(&self, entries: usize, total: u64) -> Result<(), Error> {
        if (entries, total) == (self.entry.entries, self.entry.total) {
            return Ok(());
        }
        let reason = format!("{} has {entries} entries and a total of {total}", self.path);
        Err(at(self.manifest.display(), self.entry.line, &reason))
    }
}

fn at(path: impl Display, line: usize, reason: &str) -> Error {
    format!("{path}:{line}: {reason}")
}
