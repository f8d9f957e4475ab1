//! Figures as comma-separated values. No name of ours needs quotes.

use std::path::Path;

pub(crate) struct Csv(String);

impl Csv {
    pub(crate) fn new(header: &str) -> Self {
        Self(format!("{header}\n"))
    }

    pub(crate) fn row(&mut self, cells: &[String]) {
        assert!(cells.iter().all(|cell| !cell.contains([',', '"', '\n'])), "{cells:?}");
        self.0 += &format!("{}\n", cells.join(","));
    }

    pub(crate) fn write(&self, file: Option<&Path>) {
        if let Some(file) = file {
            std::fs::write(file, &self.0).unwrap();
        }
    }
}
