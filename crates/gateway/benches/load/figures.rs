//! What was measured, for people as it comes and for scripts at the end.

use std::fs;

/// What was measured.
#[derive(Default)]
pub(crate) struct Figures {
    rows: String,
}

impl Figures {
    /// One figure of a case.
    pub(crate) fn add(&mut self, measure: &str, case: &str, figure: &str, value: f64) {
        println!("{measure:<6} {case:<46} {figure:<32} {value:>14.2}");
        // A case may have commas.
        self.rows += &format!("{measure},\"{case}\",{figure},{value:.2}\n");
    }

    pub(crate) fn write(&self, path: Option<&str>) {
        if let Some(path) = path {
            fs::write(path, format!("measure,case,figure,value\n{}", self.rows)).unwrap();
        }
    }
}
