//! `ChatEncoder` and `ChatDecoder`: convert a model server's events to a stream and back.

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

/// Encodes a model server's response (server-sent events or NDJSON) as it arrives. Each method returns the bytes to
/// send.
#[pyclass(module = "tokenwire")]
pub(crate) struct ChatEncoder {
    encoder: Encoder,
}

#[pymethods]
#[allow(clippy::needless_pass_by_value)] // pyo3 passes arguments by value.
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

    /// Accepts the server's next bytes and returns the encoding of the events they complete.
    fn push<'py>(&mut self, py: Python<'py>, data: Blob) -> Bytes<'py> {
        self.write(py, |encoder, out| encoder.push(&data, out))
    }

    /// Encodes what has arrived of an unfinished event. Call it, then `flush`, if the server pauses: after some 20 ms at
    /// the end of a line, and after some 250 ms elsewhere.
    fn flush_partial<'py>(&mut self, py: Python<'py>) -> Bytes<'py> {
        self.write(py, Encoder::flush_partial)
    }

    /// Encodes an event that repeats the last one, with the text of these tokens in place of its text.
    fn tokens<'py>(&mut self, py: Python<'py>, ids: Ids) -> Bytes<'py> {
        self.write(py, |encoder, out| encoder.tokens(&ids.0, out))
    }

    /// Returns the bytes the decoder still needs to read everything pushed so far. The varint coder needs none.
    fn flush<'py>(&mut self, py: Python<'py>) -> Bytes<'py> {
        self.write(py, |encoder, out| {
            encoder.flush(out);
            Ok(())
        })
    }

    /// Returns a keep-alive.
    fn ping<'py>(&mut self, py: Python<'py>) -> Bytes<'py> {
        self.write(py, |encoder, out| {
            encoder.ping(out);
            Ok(())
        })
    }

    /// Ends the stream after a complete response.
    fn end<'py>(&mut self, py: Python<'py>) -> Bytes<'py> {
        self.write(py, Encoder::end)
    }

    /// Ends the stream after a response that was cut off; the decoder raises an error at this point.
    fn abort<'py>(&mut self, py: Python<'py>) -> Bytes<'py> {
        self.write(py, Encoder::abort)
    }

    /// The number of tokens encoded so far.
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

/// Decodes a stream to the model server's events, byte for byte.
#[pyclass(module = "tokenwire")]
pub(crate) struct ChatDecoder {
    decoder: Decoder,
}

#[pymethods]
#[allow(clippy::needless_pass_by_value)] // pyo3 passes arguments by value.
impl ChatDecoder {
    #[new]
    #[pyo3(signature = (*, table=None))]
    fn new(table: Option<Table>) -> Self {
        let decoder = Decoder::new();
        Self { decoder: table.map_or(decoder.clone(), |table| decoder.with_table(table.table)) }
    }

    /// Accepts the stream's next bytes and returns the events they complete. Events before an error are returned first;
    /// the next call or `finish` raises the error.
    fn push(&mut self, py: Python<'_>, data: Blob) -> Result<Vec<Event>, Error> {
        let mut events = Vec::new();
        let read = py.detach(|| self.read(&data, |event| events.push(Event::of(&event))));
        if events.is_empty() {
            read?;
        }
        Ok(events)
    }

    /// Like `push`, but returns the events' bytes, concatenated.
    fn push_bytes<'py>(&mut self, py: Python<'py>, data: Blob) -> Bytes<'py> {
        let mut bytes = Vec::new();
        let read = py.detach(|| self.read(&data, |event| bytes.extend_from_slice(event.bytes)));
        if bytes.is_empty() {
            read?;
        }
        Ok(PyBytes::new(py, &bytes))
    }

    /// Raises unless the stream has ended and its checksum matched. Call it after the last bytes.
    fn finish(&self) -> Result<(), Error> {
        Ok(self.decoder.finish()?)
    }

    /// Whether the stream has ended after a complete response and all its events were returned.
    #[getter]
    fn has_ended(&self) -> bool {
        self.decoder.has_ended()
    }

    /// The name of the encoding, or None until the header has been read.
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

/// One event of the model server.
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
    /// The bytes of the event.
    #[getter]
    fn bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.bytes)
    }

    /// The text in the event, unescaped: of a message, of tool arguments or of reasoning.
    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        PyString::new(py, &self.text)
    }

    /// The token ids of that text; empty if the text was not encoded as tokens.
    #[getter]
    fn ids<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Out::List.to_python(py, &self.ids)
    }

    /// Ids of another vocabulary that the server sent in the event.
    #[getter]
    fn foreign_ids<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Out::List.to_python(py, &self.foreign_ids)
    }

    /// Where the ids come from. `"exact"`: the server sent them. `"derived"`: the encoder tokenized the text.
    /// `"foreign"`: the encoder tokenized the text, because the server sent ids of another vocabulary.
    #[getter]
    fn source(&self) -> &'static str {
        match self.source {
            Source::Exact => "exact",
            Source::Foreign => "foreign",
            _ => "derived",
        }
    }

    /// Whether `bytes` is one whole event. False for the pieces of an event that is very long or was encoded before it
    /// ended, and for a cut-off last event.
    #[getter]
    fn complete(&self) -> bool {
        self.complete
    }

    fn __repr__(&self) -> String {
        format!("<tokenwire.Event {:?}, {} ids, {}>", self.text, self.ids.len(), self.source())
    }
}
