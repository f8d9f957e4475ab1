//! A stream -> its records and the events they render to. The decoder and the tracer share this reader.

use crate::deflate::DICTIONARY;
use crate::record::Record;
use crate::session::{Rendered, Session};
use crate::wire::{RecordReader, Step};
use tokenwire::{Error, Result, StreamHeader, StreamReader, Table, Vocabulary};

#[derive(Debug, Clone, Default)]
pub(crate) struct EventReader {
    stream: StreamReader,
    records: RecordReader,
    session: Session,
    event: Rendered,
    /// Whether the header was read and announces events.
    is_open: bool,
    /// The first error, which every later call returns.
    error: Option<Error>,
}

impl EventReader {
    /// Also reads streams of a custom table.
    pub(crate) fn with_table(mut self, table: Table) -> Self {
        self.stream = self.stream.with_table(table);
        self
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        if self.error.is_none() {
            self.stream.push(bytes);
        }
    }

    pub(crate) fn header(&mut self) -> Result<Option<&StreamHeader>> {
        self.stream.header()
    }

    /// Returns the next step, if it has arrived completely. After a record, [`event`](Self::event) is the event rendered from it.
    pub(crate) fn next_step(&mut self) -> Result<Option<Step>> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        let step = self.read_step();
        self.error = step.as_ref().err().cloned();
        step
    }

    /// The event of the last record.
    pub(crate) fn event(&self) -> &Rendered {
        &self.event
    }

    /// The lane of the next event unless it names another.
    pub(crate) fn expected_lane(&self) -> Option<usize> {
        self.session.lanes.expected()
    }

    pub(crate) fn vocabulary(&self) -> Option<Vocabulary> {
        self.session.vocabulary
    }

    /// The number of bytes read.
    pub(crate) fn offset(&self) -> usize {
        self.stream.offset()
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.stream.has_ended() && self.error.is_none()
    }

    pub(crate) fn finish(&self) -> Result<()> {
        self.error.clone().map_or_else(|| self.stream.finish(), Err)
    }

    fn read_step(&mut self) -> Result<Option<Step>> {
        if !self.open()? {
            return Ok(None);
        }
        let step = self.records.poll(&mut self.stream, &self.session)?;
        if let Some(Step::Record(record)) = &step {
            self.render(record)?;
        }
        Ok(step)
    }

    fn render(&mut self, record: &Record) -> Result<()> {
        self.event = self.session.render(record, self.stream.offset())?;
        self.session.learn(record, &self.event);
        Ok(())
    }

    /// Reads the header. Returns `false` if it has not arrived completely.
    fn open(&mut self) -> Result<bool> {
        if self.is_open {
            return Ok(true);
        }
        let Some(header) = self.stream.header()? else { return Ok(false) };
        match header.dictionary() {
            Some(DICTIONARY) => {}
            Some(number) => {
                return Err(Error::Unsupported { what: "dictionary", number, known: "dictionary 1" });
            }
            None => {
                let reason = "a stream of events (c2 or c8), not of ids";
                return Err(Error::Invalid { offset: 0, reason });
            }
        }
        self.session.vocabulary = header.table().vocabulary();
        self.is_open = true;
        Ok(true)
    }
}
