//! `tokenwire stream inspect`: shows the parts of a stream while they arrive.

use super::reader::{EventReader, is_stream};
use crate::args::stream::Inspect;
use crate::error::CliError;
use crate::shared::input::Input;
use crate::shared::{output, terminal};
use std::borrow::Cow;
use tokenwire::Form;
use tokenwire_chat::{Encoder, Trace, Tracer};

pub(super) fn run(args: &Inspect) -> Result<(), CliError> {
    let mut input = Input::open(args.file.as_deref(), true)?;
    let mut report = Report::new(args.json);
    let inspected = Inspection::new(args)?.run(&mut input, &mut report);
    // The parts before an error are shown before the error is reported.
    report.finish()?;
    inspected
}

struct Inspection<'a> {
    args: &'a Inspect,
    /// The encoder, if the input consists of events instead of a stream.
    encoder: Option<Encoder>,
    reader: EventReader<'a, Tracer>,
    has_input: bool,
}

impl<'a> Inspection<'a> {
    fn new(args: &'a Inspect) -> Result<Self, CliError> {
        let table = &args.writer.table;
        let reader = EventReader::new(table, table.tracer()?);
        Ok(Self { args, encoder: None, reader, has_input: false })
    }

    fn run(&mut self, input: &mut Input, report: &mut Report) -> Result<(), CliError> {
        while let Some(bytes) = input.next()? {
            if !self.has_input {
                self.begin(&bytes)?;
            }
            self.push(&bytes, report)?;
        }
        self.end(report)
    }

    fn begin(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        self.has_input = true;
        match Form::detect(bytes) {
            _ if is_stream(bytes) => return Ok(()),
            None | Some(Form::Stream) => {}
            Some(_) => return Err(CliError::failed("the input is not a stream; use `tokenwire inspect`")),
        }
        terminal::note(
            "the input is not a stream; showing the stream that `tokenwire stream encode` would write",
        );
        self.encoder = Some(self.args.writer.encoder()?);
        Ok(())
    }

    fn push(&mut self, bytes: &[u8], report: &mut Report) -> Result<(), CliError> {
        let Some(encoder) = &mut self.encoder else { return self.explain(bytes, report) };
        let mut stream = Vec::new();
        encoder.push(bytes, &mut stream)?;
        encoder.flush(&mut stream);
        self.explain(&stream, report)
    }

    fn end(&mut self, report: &mut Report) -> Result<(), CliError> {
        let mut stream = Vec::new();
        if let Some(encoder) = &mut self.encoder {
            encoder.end(&mut stream)?;
        }
        self.explain(&stream, report)?;
        self.reader.finish()
    }

    /// Shows the parts that these bytes complete.
    fn explain(&mut self, stream: &[u8], report: &mut Report) -> Result<(), CliError> {
        self.reader.push(stream)?;
        while let Some(trace) = self.reader.decoder.next_trace()? {
            report.add(trace)?;
        }
        Ok(())
    }
}

const HEADING: &str = "  offset  length  kind     content";

/// Shows the parts of a stream, either as one line each when they arrive, or as one JSON array at the end.
struct Report {
    /// The elements of the JSON array, or `None` for lines.
    parts: Option<Vec<Trace>>,
    /// The width of the terminal, if standard output is one.
    columns: Option<usize>,
    heading_shown: bool,
}

impl Report {
    fn new(json: bool) -> Self {
        let columns = console::Term::stdout().size_checked().map(|(_, columns)| columns.into());
        Self { parts: json.then(Vec::new), columns, heading_shown: false }
    }

    fn add(&mut self, part: Trace) -> Result<(), CliError> {
        match &mut self.parts {
            Some(parts) => parts.push(part),
            None => self.show(&part)?,
        }
        Ok(())
    }

    /// Prints the JSON array, unless it is empty.
    fn finish(self) -> Result<(), CliError> {
        self.parts.filter(|parts| !parts.is_empty()).map_or(Ok(()), |parts| output::json(&parts))
    }

    fn show(&mut self, part: &Trace) -> Result<(), CliError> {
        let heading = if self.heading_shown { String::new() } else { format!("{HEADING}\n") };
        self.heading_shown = true;
        output::show(&format!("{heading}{}\n", line(part, self.columns)))
    }
}

/// The maximum number of characters of the event text that a line shows.
const MAX_PREVIEW: usize = 80;

/// Formats the part as a line, cut to this number of columns.
fn line(part: &Trace, columns: Option<usize>) -> String {
    let Trace { range, kind, detail, bytes, .. } = part;
    let (offset, length, preview) = (range.start, range.len(), preview(bytes));
    let arrow = if preview.is_empty() { "" } else { "  => " };
    let line = format!("{offset:>8}{length:>8}  {kind:<7}  {detail}{arrow}{preview}");
    columns.map_or(Cow::Borrowed(&*line), |columns| console::truncate_str(&line, columns, "…")).into_owned()
}

/// Escapes the characters that a terminal would interpret. Quotes and backslashes are not escaped, because JSON is full
/// of them.
fn preview(bytes: &[u8]) -> String {
    // A character has at most 4 bytes, and each invalid byte becomes at most one character.
    let start = bytes.get(..4 * MAX_PREVIEW + 4).unwrap_or(bytes);
    let start = String::from_utf8_lossy(start);
    let mut characters = start.chars();
    let mut text = String::new();
    for character in characters.by_ref().take(MAX_PREVIEW) {
        match character {
            '"' | '\'' | '\\' => text.push(character),
            other => text.extend(other.escape_debug()),
        }
    }
    if characters.next().is_some() { text + "…" } else { text }
}
