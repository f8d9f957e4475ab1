//! The results: printed while they are measured, and written as CSV at the end.

use std::fs;

/// The results so far, as rows of a CSV file.
#[derive(Default)]
pub(crate) struct Measurements {
    rows: String,
}

impl Measurements {
    /// Adds and prints one value of a case.
    pub(crate) fn add(&mut self, measure: &str, case: &str, figure: &str, value: f64) {
        println!("{measure:<6} {case:<46} {figure:<32} {value:>14.2}");
        // The case is quoted, since it may contain commas.
        self.rows += &format!("{measure},\"{case}\",{figure},{value:.2}\n");
    }

    /// Writes a CSV file, if there is a path.
    pub(crate) fn write(&self, path: Option<&str>) {
        if let Some(path) = path {
            fs::write(path, format!("measure,case,figure,value\n{}", self.rows)).unwrap();
        }
    }
}
