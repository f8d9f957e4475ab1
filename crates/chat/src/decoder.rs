//! Decodes a stream to the server's events, their text and their token ids.

use crate::event::ints;
use crate::event_reader::EventReader;
use crate::record::{Extent, Record};
use crate::wire::Step;
use tokenwire::{Result, StreamHeader, Table};

/// Decodes a stream to the server's events, with their text and their token ids.
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
    /// The event's bytes, including the blank line or line end that ends it.
    pub bytes: &'a [u8],
    /// Whether the bytes are a whole event. `false` for a piece of an event: one longer than
    /// [`MAX_EVENT`](crate::MAX_EVENT), one that arrived with pauses, or an incomplete one at the end of the source.
    pub complete: bool,
    /// The new text in the event, unescaped: message text, tool arguments or reasoning. If the server repeats the whole
    /// answer so far in each event, this is what is new. If an event comes in pieces of at most 16 KiB in all, its last
    /// piece has the whole text.
    pub text: &'a str,
    /// The token ids of the text in the stream's encoding, or of the first text if there are several. Empty if the text
    /// was not encoded as tokens.
    pub ids: &'a [u32],
    /// The origin of `ids`.
    pub source: Source,
    /// The ids that the server sent instead, with [`Source::Foreign`]. Empty otherwise.
    pub foreign_ids: &'a [u32],
}

/// The origin of an event's token ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum Source {
    /// The server sent them. They are the model's output.
    Exact,
    /// The encoder tokenized the text. The model may have produced other ids for the same bytes.
    #[default]
    Derived,
    /// The encoder tokenized the text, and the server sent different ids with it, usually of another vocabulary.
    Foreign,
}

impl Decoder {
    /// Creates a decoder of streams with built-in tables.
    pub fn new() -> Self {
        Self::default()
    }

    /// Also accepts streams with this custom table.
    #[must_use]
    pub fn with_table(mut self, table: Table) -> Self {
        self.reader = self.reader.with_table(table);
        self
    }

    /// Adds the stream's next bytes. They are buffered until [`next_event`](Self::next_event) has read them.
    pub fn push(&mut self, bytes: &[u8]) {
        self.reader.push(bytes);
    }

    /// Returns the next event, or `None` if it has not arrived completely.
    ///
    /// # Errors
    /// Returns the errors of [`StreamReader`](tokenwire::StreamReader), [`Error::Invalid`](tokenwire::Error::Invalid)
    /// for a record that does not describe an event, and [`Error::LimitExceeded`](tokenwire::Error::LimitExceeded) for
    /// one that is too large. All events before an error are returned first. After an error, every call returns the
    /// same error.
    pub fn next_event(&mut self) -> Result<Option<Event<'_>>> {
        loop {
            match self.reader.next_step()? {
                None | Some(Step::End) => return Ok(None),
                Some(Step::Record(Record::Literal(literal))) => {
                    return Ok(Some(self.event(literal.extent == Extent::Event)));
                }
                Some(Step::Record(Record::Event(_))) => return Ok(Some(self.event(true))),
                Some(Step::Record(Record::Style(_)) | Step::Ping) => {}
            }
        }
    }

    /// Returns the stream's header, or `None` if it has not arrived completely.
    ///
    /// # Errors
    /// Returns the errors of [`next_event`](Self::next_event).
    pub fn header(&mut self) -> Result<Option<&StreamHeader>> {
        self.reader.header()
    }

    /// Returns whether the stream has ended with a correct checksum and all its events were returned.
    pub fn has_ended(&self) -> bool {
        self.reader.has_ended()
    }

    /// Checks that the stream has ended and that nothing follows it.
    ///
    /// # Errors
    /// Returns the error that [`next_event`](Self::next_event) returned, or
    /// [`Error::Truncated`](tokenwire::Error::Truncated).
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
            bytes: event.output(),
            complete,
            text: &event.text,
            ids: &event.ids,
            source,
            foreign_ids: &self.foreign_ids,
        }
    }
}
