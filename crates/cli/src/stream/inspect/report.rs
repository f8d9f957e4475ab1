//! Parts of a stream, line by line as they come, or as JSON.

use super::part::{HEADING, Part};
use crate::{failure::Failure, output};

pub(super) struct Report {
    /// Of a JSON array.
    parts: Option<Vec<Part>>,
    /// Of the terminal, if it is one.
    columns: Option<usize>,
    begun: bool,
}

impl Report {
    pub(super) fn new(json: bool) -> Self {
        let columns = console::Term::stdout().size_checked().map(|(_, columns)| columns.into());
        Self { parts: json.then(Vec::new), columns, begun: false }
    }

    pub(super) fn add(&mut self, part: Part) -> Result<(), Failure> {
        match &mut self.parts {
            Some(parts) => parts.push(part),
            None => self.show(&part)?,
        }
        Ok(())
    }

    /// Of what is no stream at all there is nothing to show.
    pub(super) fn finish(self) -> Result<(), Failure> {
        self.parts.filter(|parts| !parts.is_empty()).map_or(Ok(()), |parts| output::json(&parts))
    }

    fn show(&mut self, part: &Part) -> Result<(), Failure> {
        let heading = if self.begun { String::new() } else { format!("{HEADING}\n") };
        self.begun = true;
        output::show(&format!("{heading}{}\n", part.line(self.columns)))
    }
}
