//! A stream -> a server's events, their text and their token ids.

use crate::event::ints;
use crate::event_reader::EventReader;
use crate::record::Record;
use crate::wire::Step;
use tokenwire::{Result, StreamHeader, Table};

/// Decodes a stream to the server's events, to their text or to their token ids.
///
/// See [`Encoder`](crate::Encoder) for an example.
#[derive(Debug, Clone, Default)]
pub struct Decoder {
    reader: EventReader,
    foreign_ids: Vec<u32>,
}

/// An event of the source.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Event<'a> {
    /// The event's bytes, with the blank line or line end that ends it.
    pub bytes: &'a [u8],
    /// Whether the bytes are one event. An event longer than [`MAX_EVENT`](crate::MAX_EVENT) is split into pieces, and the
    /// end of a source may be incomplete.
    pub complete: bool,
    /// The text in the event, unescaped: of a message, of tool arguments, of reasoning. If the server repeats the whole answer so far
    /// in each event, this is the whole answer so far.
    pub text: &'a str,
    /// The token ids of that text in the stream's encoding; of the first text, if there are several. Empty if the text was not
    /// encoded as tokens.
    pub ids: &'a [u32],
    /// The origin of the ids.
    pub source: Source,
    /// The ids of another vocabulary that the server sent. Not empty only with [`Source::Foreign`].
    pub foreign_ids: &'a [u32],
}

/// The origin of an event's token ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum Source {
    /// The server sent them: they are its model's output.
    Exact,
    /// The encoder tokenized the text. The model may have produced other ids for the same bytes.
    #[default]
    Derived,
    /// The encoder tokenized the text, and the server sent other ids beside it, usually of another vocabulary.
    Foreign,
}

impl Decoder {
    /// Creates a decoder of streams with built-in tables.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a custom table, so that streams with that table are decoded too.
    #[must_use]
    pub fn with_table(mut self, table: Table) -> Self {
        self.reader = self.reader.with_table(table);
        self
    }

    /// Takes the stream's next bytes. They are buffered until [`next_event`](Self::next_event) has read them.
    pub fn push(&mut self, bytes: &[u8]) {
        self.reader.push(bytes);
    }

    /// Returns the next event, or `None` if it has not arrived completely.
    ///
    /// # Errors
    /// Those of [`StreamReader`](tokenwire::StreamReader); [`Error::Invalid`](tokenwire::Error::Invalid) for a record that renders to
    /// no event; [`Error::LimitExceeded`](tokenwire::Error::LimitExceeded). All events before an error are returned first. After
    /// it, every call returns the same error.
    pub fn next_event(&mut self) -> Result<Option<Event<'_>>> {
        loop {
            match self.reader.next_step()? {
                None | Some(Step::End) => return Ok(None),
                Some(Step::Record(Record::Literal(literal))) => {
                    return Ok(Some(self.event(!literal.partial)));
                }
                Some(Step::Record(Record::Event(_))) => return Ok(Some(self.event(true))),
                Some(Step::Record(Record::Style(_)) | Step::Ping) => {}
            }
        }
    }

    /// Returns the stream's header, or `None` if it has not arrived completely.
    ///
    /// # Errors
    /// Those of [`next_event`](Self::next_event).
    pub fn header(&mut self) -> Result<Option<&StreamHeader>> {
        self.reader.header()
    }

    /// Whether the stream has ended, with a correct checksum, and all its events were returned.
    pub fn has_ended(&self) -> bool {
        self.reader.has_ended()
    }

    /// Checks that the stream has ended and nothing follows it.
    ///
    /// # Errors
    /// The one that [`next_event`](Self::next_event) returned, or [`Error::Truncated`](tokenwire::Error::Truncated).
    pub fn finish(&self) -> Result<()> {
        self.reader.finish()
    }

    fn event(&mut self, complete: bool) -> Event<'_> {
        let event = self.reader.event();
        let slot = event.ids_slot.and_then(|slot| event.slots.get(slot));
        let server_ids = slot.and_then(|(_, range)| ints::read(event.bytes.get(range.clone())?));
        let source = match &server_ids {
            None => Source::Derived,
            Some(ids) if *ids == event.ids => Source::Exact,
            Some(_) => Source::Foreign,
        };
        self.foreign_ids = server_ids.filter(|_| source == Source::Foreign).unwrap_or_default();
        Event {
            bytes: &event.bytes,
            complete,
            text: &event.text,
            ids: if event.ids_are_suffix { &[] } else { &event.ids },
            source,
            foreign_ids: &self.foreign_ids,
        }
    }
}
