//! Shows the text of the response while it streams, with the meter below it.

use super::meter::Reading;
use crate::error::CliError;
use crate::shared::{output, terminal};
use anstream::{AutoStream, ColorChoice, adapter::strip_str};
use console::Term;
use std::io;

/// The place where the response is shown.
pub(super) enum Screen {
    /// A terminal, on which the last lines are redrawn.
    Drawn(Drawn),
    /// A pipe or a file, which receives the text without the meter.
    Plain,
    /// No output, for `--json` and `--quiet`.
    Silent,
}

pub(super) struct Drawn {
    term: Term,
    colors: bool,
    /// The last line of the text, which may be incomplete.
    line: String,
    /// The number of lines to redraw.
    drawn: usize,
}

/// The minimum rows and columns of a terminal for redrawing.
const MIN_SIZE: (u16, u16) = (8, 28);

const HEADING: &str = "A model server streams a recorded response to a client, through `tokenwire serve` and \
                       `tokenwire connect`. All of them run on this machine and use real sockets.";

impl Screen {
    pub(super) fn new(silent: bool) -> Result<Self, CliError> {
        if silent {
            return Ok(Self::Silent);
        }
        output::show(&format!("{}\n", terminal::wrap(HEADING, terminal::columns(), 0)))?;
        let term = Term::buffered_stdout();
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let fits =
            term.size_checked().is_some_and(|(rows, columns)| rows >= MIN_SIZE.0 && columns >= MIN_SIZE.1);
        if !term.is_term() || dumb || !fits {
            return Ok(Self::Plain);
        }
        let colors = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        term.hide_cursor()?;
        Ok(Self::Drawn(Drawn { term, colors, line: String::new(), drawn: 0 }))
    }

    /// Shows more text of the response, and the number of bytes so far.
    pub(super) fn add(&mut self, text: &str, reading: &Reading) -> Result<(), CliError> {
        match self {
            Self::Drawn(drawn) => Ok(drawn.add(text, reading)?),
            Self::Plain => output::print(text.as_bytes()),
            Self::Silent => Ok(()),
        }
    }

    /// Ends the text after the last event.
    pub(super) fn finish(&mut self, reading: &Reading) -> Result<(), CliError> {
        match self {
            Self::Drawn(drawn) => Ok(drawn.add("", reading)?),
            Self::Plain => output::print(b"\n"),
            Self::Silent => Ok(()),
        }
    }
}

impl Drawn {
    fn add(&mut self, text: &str, reading: &Reading) -> io::Result<()> {
        self.term.move_cursor_up(std::mem::take(&mut self.drawn))?;
        self.term.clear_to_end_of_screen()?;
        let columns = terminal::columns();
        for char in text.chars() {
            self.push(char, columns)?;
        }
        let [sse, stream] = reading.lines(columns);
        // A blank line separates the text from the meter. If the text ends with a line break, its last line is already
        // blank.
        let text = [&*self.line, ""].into_iter().skip(usize::from(self.line.is_empty()));
        for line in text.chain([&*sse, &*stream]) {
            self.term.write_line(&self.colored(line))?;
            self.drawn += 1;
        }
        self.term.flush()
    }

    /// Appends a character to the last line. A complete line is written once and never redrawn.
    fn push(&mut self, char: char, columns: usize) -> io::Result<()> {
        if char == '\n' {
            return self.term.write_line(&std::mem::take(&mut self.line));
        }
        self.line.push(char);
        match terminal::break_line(&mut self.line, columns) {
            Some(whole) => self.term.write_line(&whole),
            None => Ok(()),
        }
    }

    fn colored(&self, line: &str) -> String {
        if self.colors { line.into() } else { strip_str(line).to_string() }
    }
}

impl Drop for Drawn {
    /// Shows the cursor again, even after an error.
    fn drop(&mut self) {
        let _ = self.term.show_cursor().and_then(|()| self.term.flush());
    }
}
