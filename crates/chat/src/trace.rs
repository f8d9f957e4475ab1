//! Describes a stream part by part for people.

mod describe;

use crate::event_reader::EventReader;
use crate::record::Record;
use crate::wire::Step;
use std::ops::Range;
use tokenwire::{Result, StreamHeader, Table};

/// Reads a stream like a [`Decoder`](crate::Decoder), and returns each part of it with a description.
///
/// ```
/// use tokenwire_chat::{Encoder, Tracer};
/// let (mut encoder, mut stream) = (Encoder::new(), Vec::new());
/// encoder.push(b"data: [DONE]\n\n", &mut stream)?;
/// encoder.end(&mut stream)?;
///
/// let (mut tracer, mut kinds) = (Tracer::new(), Vec::new());
/// tracer.push(&stream);
/// while let Some(trace) = tracer.next_trace()? {
///     kinds.push(trace.kind);
/// }
/// tracer.finish()?;
/// assert_eq!(kinds, ["header", "literal", "end"]);
/// # Ok::<(), tokenwire::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Tracer {
    reader: EventReader,
    header_is_traced: bool,
}

/// A part of a stream with its description.
///
/// With the feature `serde` it serializes with the fields `offset`, `length`, `kind`, `detail` and, unless it is empty,
/// `bytes`. Bytes that are not UTF-8 serialize as `hex` instead.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Trace {
    /// The range of the part in the stream.
    pub range: Range<usize>,
    /// `"header"`, `"style"`, `"literal"`, `"piece"`, `"event"`, `"ping"` or `"end"`.
    pub kind: &'static str,
    /// The description of the part, for people.
    pub detail: String,
    /// The bytes of the source that the part encodes. Empty for a header, a style, a ping and the end.
    pub bytes: Vec<u8>,
}

impl Tracer {
    /// Creates a tracer of streams with built-in tables.
    pub fn new() -> Self {
        Self::default()
    }

    /// Also accepts streams with this custom table.
    #[must_use]
    pub fn with_table(mut self, table: Table) -> Self {
        self.reader = self.reader.with_table(table);
        self
    }

    /// Adds the stream's next bytes. They are buffered until [`next_trace`](Self::next_trace) has read them.
    pub fn push(&mut self, bytes: &[u8]) {
        self.reader.push(bytes);
    }

    /// Returns the next part of the stream, or `None` if it has not arrived completely.
    ///
    /// # Errors
    /// Returns the errors of [`Decoder::next_event`](crate::Decoder::next_event).
    pub fn next_trace(&mut self) -> Result<Option<Trace>> {
        if !self.header_is_traced {
            return self.trace_header();
        }
        let (start, expected_lane, had_ended) =
            (self.reader.offset(), self.reader.expected_lane(), self.reader.has_ended());
        // After the end, the reader returns `Step::End` on every call.
        let Some(step) = self.reader.next_step()?.filter(|_| !had_ended) else { return Ok(None) };
        let (kind, detail) = match &step {
            Step::Record(record) => describe::record(record, expected_lane, self.reader.vocabulary()),
            Step::Ping => ("ping", "keep-alive".into()),
            Step::End => ("end", "the source is complete; the checksum is correct".into()),
        };
        let is_event = matches!(step, Step::Record(Record::Literal(_) | Record::Event(_)));
        let bytes = if is_event { self.reader.event().output().to_vec() } else { Vec::new() };
        Ok(Some(Trace { range: start..self.reader.offset(), kind, detail, bytes }))
    }

    /// Returns the stream's header, or `None` if it has not arrived completely.
    ///
    /// # Errors
    /// Returns the errors of [`next_trace`](Self::next_trace).
    pub fn header(&mut self) -> Result<Option<&StreamHeader>> {
        self.reader.header()
    }

    /// Checks that the stream has ended and that nothing follows it.
    ///
    /// # Errors
    /// Returns the error that [`next_trace`](Self::next_trace) returned, or
    /// [`Error::Truncated`](tokenwire::Error::Truncated).
    pub fn finish(&self) -> Result<()> {
        self.reader.finish()
    }

    fn trace_header(&mut self) -> Result<Option<Trace>> {
        let Some(header) = self.reader.header()? else { return Ok(None) };
        let detail = describe::header(header);
        self.header_is_traced = true;
        Ok(Some(Trace { range: 0..self.reader.offset(), kind: "header", detail, bytes: Vec::new() }))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Trace {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields = serializer.serialize_struct("Trace", if self.bytes.is_empty() { 4 } else { 5 })?;
        fields.serialize_field("offset", &self.range.start)?;
        fields.serialize_field("length", &self.range.len())?;
        fields.serialize_field("kind", self.kind)?;
        fields.serialize_field("detail", self.detail.as_str())?;
        match std::str::from_utf8(&self.bytes) {
            Ok("") => {}
            Ok(text) => fields.serialize_field("bytes", text)?,
            Err(_) => fields.serialize_field("hex", describe::hex(&self.bytes).as_str())?,
        }
        fields.end()
    }
}
