//! Stream -> events.

use crate::code::Code;
use crate::deflate::DICTIONARY;
use crate::event::read_ints;
use crate::session::{Rendered, Session};
use crate::wire::{CodeReader, Step};
use tokenwire::{Encoding, Error, Result, StreamHeader, StreamReader, Table, Vocabulary};

/// Turns a stream back into the server's events, or into their text or token ids.
///
/// See [`Encoder`](crate::Encoder) for an example.
#[derive(Debug, Clone, Default)]
pub struct Decoder {
    stream: StreamReader,
    reader: CodeReader,
    session: Session,
    event: Rendered,
    server_ids: Vec<u32>,
    pub(crate) header_traced: bool,
    failed: Option<Error>,
}

/// One event of the source, as it was sent.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Event<'a> {
    /// From the event's first byte to its last, the blank line or line end included.
    pub bytes: &'a [u8],
    /// Whether that is an event. A longer one than [`MAX_EVENT`](crate::MAX_EVENT) comes in pieces, and so does what a source
    /// leaves unfinished.
    pub whole: bool,
    /// The text in the event, unescaped: of a message, of tool arguments, of reasoning. Of servers that send all of it so far
    /// each time, that.
    pub text: &'a str,
    /// Token ids of that text, of the first one if there are several, in the stream's encoding; none where it did not travel
    /// as tokens.
    pub ids: &'a [u32],
    /// Where the ids are from.
    pub source: Source,
    /// The ids that the server sent of a vocabulary that is not the stream's; `source` is then [`Source::Foreign`].
    pub foreign_ids: &'a [u32],
}

/// Where an event's token ids are from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Source {
    /// The server sent them: they are what its model gave.
    Exact,
    /// The encoder got them from the text: they stand for the same bytes, but the model's may have been others.
    #[default]
    Derived,
    /// As [`Derived`](Self::Derived), and the server sent other ids beside the text, mostly of another vocabulary.
    Foreign,
}

impl Decoder {
    /// For streams with built-in tables.
    pub fn new() -> Self {
        Self::default()
    }

    /// For streams with a table of one's own, and what its ids stand for.
    pub fn with_table(table: Table, encoding: Option<Encoding>) -> Self {
        let stream = StreamReader::with_table(table);
        let stream = match encoding {
            Some(encoding) => stream.with_vocabulary(encoding),
            None => stream,
        };
        Self { stream, ..Self::default() }
    }

    /// Takes the stream's next bytes. They are held until [`next_event`](Self::next_event) has read them.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.failed.is_none() {
            self.stream.push(bytes);
        }
    }

    /// The next event, if all of it has come.
    ///
    /// # Errors
    /// Those of [`StreamReader`], [`Error::Invalid`] for what makes no event, and [`Error::LimitExceeded`]. Everything before
    /// was given out; from then on the error stays.
    pub fn next_event(&mut self) -> Result<Option<Event<'_>>> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        match self.read() {
            Ok(Some(whole)) => Ok(Some(self.event(whole))),
            Ok(None) => Ok(None),
            Err(error) => {
                self.failed = Some(error.clone());
                Err(error)
            }
        }
    }

    /// What the stream begins with, once that has come.
    ///
    /// # Errors
    /// As of [`next_event`](Self::next_event).
    pub fn header(&mut self) -> Result<Option<&StreamHeader>> {
        self.stream.header()
    }

    /// Whether the source has ended as it should, and all of it was given out.
    pub fn has_ended(&self) -> bool {
        self.stream.has_ended() && self.failed.is_none()
    }

    /// To be asked when no more bytes come.
    ///
    /// # Errors
    /// That of the stream, or [`Error::Truncated`] if it has not ended.
    pub fn finish(&self) -> Result<()> {
        self.failed.clone().map_or_else(|| self.stream.finish(), Err)
    }

    /// Reads up to the next event, and says whether it is a whole one.
    fn read(&mut self) -> Result<Option<bool>> {
        if !self.begin()? {
            return Ok(None);
        }
        loop {
            match self.step()? {
                None | Some(Step::End) => return Ok(None),
                Some(Step::Code(Code::Literal(literal))) => return Ok(Some(!literal.partial)),
                Some(Step::Code(Code::Known(_))) => return Ok(Some(true)),
                Some(Step::Code(Code::Style(_)) | Step::Ping) => {}
            }
        }
    }

    /// Reads a step and does what it says.
    fn step(&mut self) -> Result<Option<Step>> {
        let step = self.reader.poll(&mut self.stream, &self.session)?;
        if let Some(Step::Code(code)) = &step {
            let offset = self.stream.offset();
            self.event = self.session.render(code).map_err(|fault| fault.at(offset))?;
            self.session.learn(code, &self.event);
        }
        Ok(step)
    }

    /// A step, and which lane was expected before it.
    pub(crate) fn next_step(&mut self) -> Result<Option<(Step, Option<usize>)>> {
        if !self.begin()? {
            return Ok(None);
        }
        let (expected, ended) = (self.session.lanes.expected(), self.has_ended());
        // After the end it would be told again, unless something follows, which is an error.
        Ok(self.step()?.filter(|_| !ended).map(|step| (step, expected)))
    }

    pub(crate) fn vocabulary(&self) -> Option<Vocabulary> {
        self.session.vocabulary
    }

    pub(crate) fn offset(&self) -> usize {
        self.stream.offset()
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.event.bytes
    }

    /// Reads the header, once it is there.
    fn begin(&mut self) -> Result<bool> {
        if self.session.vocabulary.is_some() {
            return Ok(true);
        }
        let Some(header) = self.stream.header()? else { return Ok(false) };
        match header.dictionary() {
            Some(DICTIONARY) => {
                self.session.vocabulary = header.encoding().map(Vocabulary::of);
                Ok(true)
            }
            Some(number) => Err(Error::Unsupported { what: "dictionary", number, known: "dictionary 1" }),
            None => Err(Error::Invalid { offset: 0, reason: "a stream of events (c2 or c8), not of ids" }),
        }
    }

    fn event(&mut self, whole: bool) -> Event<'_> {
        let event = &self.event;
        let slot = event.ids_slot.and_then(|slot| event.slots.get(slot));
        let ids = slot.and_then(|(_, at)| read_ints(event.bytes.get(at.clone())?));
        let source = match &ids {
            None => Source::Derived,
            Some(ids) if *ids == event.ids => Source::Exact,
            Some(_) => Source::Foreign,
        };
        self.server_ids = ids.filter(|_| source == Source::Foreign).unwrap_or_default();
        Event {
            bytes: &event.bytes,
            whole,
            text: &event.text,
            ids: if event.grown { &[] } else { &event.ids },
            source,
            foreign_ids: &self.server_ids,
        }
    }
}
