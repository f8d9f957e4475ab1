//! Reads a stream's records and renders them to events. The decoder and the tracer share this reader.

use crate::deflate::DICTIONARY;
use crate::record::Record;
use crate::session::{Rendered, Session};
use crate::wire::{RecordReader, Step};
use tokenwire::{Error, Result, StreamHeader, StreamReader, Table, Vocabulary};

/// Reads a stream's records and renders them to events.
#[derive(Debug, Clone, Default)]
pub(crate) struct EventReader {
    stream: StreamReader,
    records: RecordReader,
    session: Session,
    event: Rendered,
    /// Whether the header was read and is that of a stream of events.
    is_open: bool,
    /// The first error, which all later calls return.
    error: Option<Error>,
}

impl EventReader {
    /// Also accepts streams with this custom table.
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

    /// Returns the next step, or `None` if it has not arrived completely. After a record, [`event`](Self::event)
    /// returns the event that was rendered from it.
    pub(crate) fn next_step(&mut self) -> Result<Option<Step>> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        let step = self.read_step();
        self.error = step.as_ref().err().cloned();
        step
    }

    /// Returns the event of the last record.
    pub(crate) fn event(&self) -> &Rendered {
        &self.event
    }

    /// Returns the lane of the next event, unless the event encodes another one.
    pub(crate) fn expected_lane(&self) -> Option<usize> {
        self.session.lanes.expected()
    }

    pub(crate) fn vocabulary(&self) -> Option<Vocabulary> {
        self.session.vocabulary
    }

    /// Returns the number of bytes read so far.
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

    /// Reads and checks the header. Returns `false` if it has not arrived completely.
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
                let reason = "a stream of events (first byte c2 or c8), not of token ids";
                return Err(Error::Invalid { offset: 0, reason });
            }
        }
        self.session.vocabulary = header.table().vocabulary();
        self.is_open = true;
        Ok(true)
    }
}
