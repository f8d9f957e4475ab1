//! `ChatEncoder` and `ChatDecoder`: a server's events <-> a stream.

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

/// Encodes a server's answer (server-sent events or NDJSON) as it arrives.
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

    /// Takes the server's next bytes and returns the encoding of the events that they complete.
    fn push<'py>(&mut self, py: Python<'py>, data: Blob) -> Bytes<'py> {
        self.write(py, |encoder, out| encoder.push(&data, out))
    }

    /// Encodes an event like the last one, with these tokens as its text.
    fn tokens<'py>(&mut self, py: Python<'py>, ids: Ids) -> Bytes<'py> {
        self.write(py, |encoder, out| encoder.tokens(&ids.0, out))
    }

    /// Returns the bytes that the decoder needs to read everything so far: none with varints.
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

    /// Ends the stream after a complete answer.
    fn end<'py>(&mut self, py: Python<'py>) -> Bytes<'py> {
        self.write(py, Encoder::end)
    }

    /// Ends the stream after an answer that was cut off.
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

/// Decodes a stream to the server's events, byte for byte.
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

    /// Takes the stream's next bytes and returns the events that they complete. Events before an error are returned first; the
    /// next call raises it.
    fn push(&mut self, py: Python<'_>, data: Blob) -> Result<Vec<Event>, Error> {
        let mut events = Vec::new();
        let read = py.detach(|| self.read(&data, |event| events.push(Event::of(&event))));
        if events.is_empty() {
            read?;
        }
        Ok(events)
    }

    /// Like `push`, but returns the concatenated bytes of the events.
    fn push_bytes<'py>(&mut self, py: Python<'py>, data: Blob) -> Bytes<'py> {
        let mut bytes = Vec::new();
        let read = py.detach(|| self.read(&data, |event| bytes.extend_from_slice(event.bytes)));
        if bytes.is_empty() {
            read?;
        }
        Ok(PyBytes::new(py, &bytes))
    }

    /// Checks that the stream has ended and nothing follows. To be called after the last bytes.
    fn finish(&self) -> Result<(), Error> {
        Ok(self.decoder.finish()?)
    }

    /// Whether the stream has ended after a complete answer, and all its events were returned.
    #[getter]
    fn has_ended(&self) -> bool {
        self.decoder.has_ended()
    }

    /// The encoding's name, once the header was read.
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

/// One event of the server.
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

    /// The text in the event, unescaped.
    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        PyString::new(py, &self.text)
    }

    /// The token ids of that text; empty if it was not encoded as tokens.
    #[getter]
    fn ids<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Out::List.give(py, &self.ids)
    }

    /// The ids of another vocabulary that the server sent.
    #[getter]
    fn foreign_ids<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Out::List.give(py, &self.foreign_ids)
    }

    /// The origin of the ids: `"exact"` (the server), `"derived"` (the text) or `"foreign"` (the text; the server sent others).
    #[getter]
    fn source(&self) -> &'static str {
        match self.source {
            Source::Exact => "exact",
            Source::Foreign => "foreign",
            _ => "derived",
        }
    }

    /// Whether the bytes are one event: a very long one is split into pieces.
    #[getter]
    fn complete(&self) -> bool {
        self.complete
    }

    fn __repr__(&self) -> String {
        format!("<tokenwire.Event {:?}, {} ids, {}>", self.text, self.ids.len(), self.source())
    }
}
