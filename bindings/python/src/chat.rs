//! `ChatEncoder` and `ChatDecoder`: a server's events <-> stream.

use crate::blob::Blob;
use crate::error::Error;
use crate::ids::Ids;
use crate::out::Out;
use crate::table::{self, Table};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use tokenwire::Encoding;
use tokenwire_chat::{Decoder, Encoder, Source};

type Bytes<'py> = Result<Bound<'py, PyBytes>, Error>;

/// A server's answer (server-sent events or NDJSON) as it comes -> stream.
#[pyclass(module = "tokenwire")]
pub(crate) struct ChatEncoder {
    encoder: Encoder,
}

#[pymethods]
#[allow(clippy::needless_pass_by_value)] // An argument is owned.
impl ChatEncoder {
    #[new]
    #[pyo3(signature = (encoding=None, *, coder="varint", table=None, keep_padding=false))]
    fn new(
        encoding: Option<&str>,
        coder: &str,
        table: Option<Table>,
        keep_padding: bool,
    ) -> Result<Self, Error> {
        let mut encoder = Encoder::new().with_coder(coder.parse()?).with_padding(keep_padding);
        if encoding.is_some() || table.is_some() {
            let table = table::of("ChatEncoder", encoding, table, tokenwire::Table::chat_2026)?;
            encoder = encoder.with_tables([table.table]);
        }
        Ok(Self { encoder })
    }

    /// Takes the server's next bytes; gives what its complete events become.
    fn push<'py>(&mut self, py: Python<'py>, data: Blob) -> Bytes<'py> {
        self.write(py, |encoder, out| encoder.push(&data, out))
    }

    /// An event like the last one, but for its text, which these tokens stand for.
    fn tokens<'py>(&mut self, py: Python<'py>, ids: Ids) -> Bytes<'py> {
        self.write(py, |encoder, out| encoder.tokens(&ids.0, out))
    }

    /// What lets the other side read all that was written: nothing with varints.
    fn flush<'py>(&mut self, py: Python<'py>) -> Bytes<'py> {
        self.write(py, |encoder, out| {
            encoder.flush(out);
            Ok(())
        })
    }

    /// Tells the other side that the server lives.
    fn ping<'py>(&mut self, py: Python<'py>) -> Bytes<'py> {
        self.write(py, |encoder, out| {
            encoder.ping(out);
            Ok(())
        })
    }

    /// The answer ended as it should.
    fn end<'py>(&mut self, py: Python<'py>) -> Bytes<'py> {
        self.write(py, Encoder::end)
    }

    /// The answer broke off.
    fn abort<'py>(&mut self, py: Python<'py>) -> Bytes<'py> {
        self.write(py, Encoder::abort)
    }

    /// Tokens written.
    #[getter]
    fn token_count(&self) -> usize {
        self.encoder.token_count()
    }
}

impl ChatEncoder {
    fn write<'py, W>(&mut self, py: Python<'py>, write: W) -> Bytes<'py>
    where
        W: FnOnce(&mut Encoder, &mut Vec<u8>) -> tokenwire::Result<()> + Send,
    {
        let mut out = Vec::new();
        py.detach(|| write(&mut self.encoder, &mut out))?;
        Ok(PyBytes::new(py, &out))
    }
}

/// Stream -> the server's events, to the byte.
#[pyclass(module = "tokenwire")]
pub(crate) struct ChatDecoder {
    decoder: Decoder,
}

#[pymethods]
#[allow(clippy::needless_pass_by_value)] // An argument is owned.
impl ChatDecoder {
    #[new]
    #[pyo3(signature = (*, table=None))]
    fn new(table: Option<Table>) -> Self {
        let decoder = Decoder::new();
        Self { decoder: table.map_or(decoder.clone(), |custom| decoder.with_table(custom.table)) }
    }

    /// Takes the stream's next bytes and gives the events that are whole. What came before an error is given first; the
    /// error comes with the next call.
    fn push(&mut self, py: Python<'_>, data: Blob) -> Result<Vec<Event>, Error> {
        let mut events = Vec::new();
        let read = py.detach(|| self.read(&data, |event| events.push(Event::of(&event))));
        if events.is_empty() {
            read?;
        }
        Ok(events)
    }

    /// `push` that gives the events' bytes, one behind the other.
    fn push_bytes<'py>(&mut self, py: Python<'py>, data: Blob) -> Bytes<'py> {
        let mut bytes = Vec::new();
        let read = py.detach(|| self.read(&data, |event| bytes.extend_from_slice(event.bytes)));
        if bytes.is_empty() {
            read?;
        }
        Ok(PyBytes::new(py, &bytes))
    }

    /// To be called when no more bytes come: raises unless the stream has ended.
    fn finish(&self) -> Result<(), Error> {
        Ok(self.decoder.finish()?)
    }

    /// Whether the answer has ended as it should, and all of it was given out.
    #[getter]
    fn has_ended(&self) -> bool {
        self.decoder.has_ended()
    }

    /// The encoding's name, once the header has come.
    #[getter]
    fn encoding(&mut self) -> Result<Option<&'static str>, Error> {
        Ok(self.decoder.header()?.and_then(|header| header.table().encoding()).map(Encoding::name))
    }
}

impl ChatDecoder {
    fn read(
        &mut self,
        data: &[u8],
        mut each: impl FnMut(tokenwire_chat::Event<'_>),
    ) -> tokenwire::Result<()> {
        self.decoder.push(data);
        while let Some(event) = self.decoder.next_event()? {
            each(event);
        }
        Ok(())
    }
}

/// One event of the server, as it was sent.
#[pyclass(module = "tokenwire", frozen)]
pub(crate) struct Event {
    bytes: Vec<u8>,
    text: String,
    ids: Vec<u32>,
    foreign_ids: Vec<u32>,
    source: Source,
    complete: bool,
}

impl Event {
    fn of(event: &tokenwire_chat::Event<'_>) -> Self {
        Self {
            bytes: event.bytes.to_vec(),
            text: event.text.to_owned(),
            ids: event.ids.to_vec(),
            foreign_ids: event.foreign_ids.to_vec(),
            source: event.source,
            complete: event.complete,
        }
    }
}

#[pymethods]
impl Event {
    /// From the event's first byte to its last.
    #[getter]
    fn bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.bytes)
    }

    /// The text in the event, unescaped.
    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        PyString::new(py, &self.text)
    }

    /// Token ids of that text; none where it did not travel as tokens.
    #[getter]
    fn ids<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Out::List.give(py, &self.ids)
    }

    /// The ids that the server sent of another vocabulary than the stream's.
    #[getter]
    fn foreign_ids<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Out::List.give(py, &self.foreign_ids)
    }

    /// Where the ids are from: `"exact"` (the server), `"derived"` (the text) or `"foreign"` (the text; the server sent others).
    #[getter]
    fn source(&self) -> &'static str {
        match self.source {
            Source::Exact => "exact",
            Source::Foreign => "foreign",
            _ => "derived",
        }
    }

    /// Whether the bytes are one event; a very long one comes in pieces.
    #[getter]
    fn complete(&self) -> bool {
        self.complete
    }

    fn __repr__(&self) -> String {
        format!("<tokenwire.Event {:?}, {} ids, {}>", self.text, self.ids.len(), self.source())
    }
}
