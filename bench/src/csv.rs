//! Writes results as comma-separated values. No cell needs quotes.

use std::path::Path;

/// A table of results.
pub struct Csv(String);

impl Csv {
    /// Returns a table with this header.
    pub fn new(header: &str) -> Self {
        Self(format!("{header}\n"))
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[String]) {
        assert!(cells.iter().all(|cell| !cell.contains([',', '"', '\n'])), "{cells:?}");
        self.0 += &format!("{}\n", cells.join(","));
    }

    /// Writes the table to a file if a path is given.
    pub fn write(&self, file: Option<&Path>) {
        if let Some(file) = file {
            std::fs::write(file, &self.0).unwrap();
        }
    }
}
