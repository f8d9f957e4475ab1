//! Text as it streams, and a meter below it.

use super::meter::Reading;
use crate::error::CliError;
use crate::shared::{output, terminal};
use anstream::{AutoStream, ColorChoice, adapter::strip_str};
use console::Term;
use std::io;

/// Where the answer goes.
pub(super) enum Screen {
    /// A terminal, on which the last lines are drawn again.
    Drawn(Drawn),
    /// A pipe or a file.
    Plain,
    Silent,
}

pub(super) struct Drawn {
    term: Term,
    colors: bool,
    /// The line that the text has come to.
    line: String,
    /// Lines that will be drawn again.
    drawn: usize,
}

/// A terminal of fewer rows and columns is none for this.
const LEAST: (u16, u16) = (8, 28);

const HEADING: &str = "A model server answers; its words travel through `tokenwire serve` and `tokenwire connect` to a client. \
                       All of it is on this machine, on real sockets; the answer is a recorded one.";

impl Screen {
    pub(super) fn new(silent: bool) -> Result<Self, CliError> {
        if silent {
            return Ok(Self::Silent);
        }
        output::show(&format!("{}\n", terminal::wrap(HEADING, terminal::columns(), 0)))?;
        let term = Term::buffered_stdout();
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let fits = term.size_checked().is_some_and(|(rows, columns)| rows >= LEAST.0 && columns >= LEAST.1);
        if !term.is_term() || dumb || !fits {
            return Ok(Self::Plain);
        }
        let colors = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        term.hide_cursor()?;
        Ok(Self::Drawn(Drawn { term, colors, line: String::new(), drawn: 0 }))
    }

    /// Text of the answer, and what has passed by now.
    pub(super) fn add(&mut self, text: &str, reading: &Reading) -> Result<(), CliError> {
        match self {
            Self::Drawn(drawn) => Ok(drawn.add(text, reading)?),
            Self::Plain => output::print(text.as_bytes()),
            Self::Silent => Ok(()),
        }
    }

    /// The answer is whole.
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
        // Between them a line stays blank: the text's own, if it has come to the end of one.
        let text = [&*self.line, ""].into_iter().skip(usize::from(self.line.is_empty()));
        for line in text.chain([&*sse, &*stream]) {
            self.term.write_line(&self.colored(line))?;
            self.drawn += 1;
        }
        self.term.flush()
    }

    /// A line that is whole stays as it is.
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
    /// However it ended.
    fn drop(&mut self) {
        let _ = self.term.show_cursor().and_then(|()| self.term.flush());
    }
}
