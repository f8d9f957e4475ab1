//! `StreamEncoder` and `StreamDecoder`: token ids as they arrive.

use crate::blob::Blob;
use crate::error::Error;
use crate::ids::Ids;
use crate::out::Out;
use crate::table::{self, Table};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use tokenwire::{Encoding, StreamReader, StreamWriter};

/// Encodes token ids as a stream, as they arrive. Each method returns the bytes to send.
#[pyclass(module = "tokenwire")]
pub(crate) struct StreamEncoder {
    writer: StreamWriter,
}

#[pymethods]
#[allow(clippy::needless_pass_by_value)] // An argument is owned.
impl StreamEncoder {
    #[new]
    #[pyo3(signature = (encoding=None, *, coder="varint", table=None))]
    fn new(encoding: Option<&str>, coder: &str, table: Option<Table>) -> Result<Self, Error> {
        let table = table::of("StreamEncoder", encoding, table, tokenwire::Table::chat_2026)?;
        Ok(Self { writer: StreamWriter::from_table(table.table).with_coder(coder.parse()?) })
    }

    /// Encodes these tokens.
    fn push<'py>(&mut self, py: Python<'py>, ids: Ids) -> Result<Bound<'py, PyBytes>, Error> {
        let mut out = Vec::new();
        py.detach(|| self.writer.tokens(&ids.0, &mut out))?;
        Ok(PyBytes::new(py, &out))
    }

    /// Returns the bytes that the decoder needs to read everything so far: none with varints.
    fn flush<'py>(&mut self, py: Python<'py>) -> Bound<'py, PyBytes> {
        self.write(py, StreamWriter::flush)
    }

    /// Returns a keep-alive.
    fn ping<'py>(&mut self, py: Python<'py>) -> Bound<'py, PyBytes> {
        self.write(py, StreamWriter::ping)
    }

    /// Ends the stream after a complete source.
    fn end<'py>(&mut self, py: Python<'py>) -> Bound<'py, PyBytes> {
        self.write(py, StreamWriter::end)
    }

    /// Ends the stream after a source that was cut off.
    fn abort<'py>(&mut self, py: Python<'py>) -> Bound<'py, PyBytes> {
        self.write(py, StreamWriter::abort)
    }

    /// Bytes written.
    #[getter]
    fn offset(&self) -> usize {
        self.writer.offset()
    }

    /// Tokens written.
    #[getter]
    fn token_count(&self) -> usize {
        self.writer.token_count()
    }

    /// Whether `end` or `abort` was called.
    #[getter]
    fn has_ended(&self) -> bool {
        self.writer.has_ended()
    }
}

impl StreamEncoder {
    fn write<'py>(
        &mut self,
        py: Python<'py>,
        write: fn(&mut StreamWriter, &mut Vec<u8>),
    ) -> Bound<'py, PyBytes> {
        let mut out = Vec::new();
        write(&mut self.writer, &mut out);
        PyBytes::new(py, &out)
    }
}

/// Decodes a stream to token ids, as its bytes arrive.
#[pyclass(module = "tokenwire")]
pub(crate) struct StreamDecoder {
    reader: StreamReader,
}

#[pymethods]
#[allow(clippy::needless_pass_by_value)] // An argument is owned.
impl StreamDecoder {
    #[new]
    #[pyo3(signature = (*, table=None))]
    fn new(table: Option<Table>) -> Self {
        let reader = StreamReader::new();
        Self { reader: table.map_or(reader.clone(), |custom| reader.with_table(custom.table)) }
    }

    /// Takes the next bytes and returns the ids that they complete. Ids before an error are returned first; the next call
    /// raises it.
    #[pyo3(signature = (data, *, out=Out::List))]
    fn push<'py>(&mut self, py: Python<'py>, data: Blob, out: Out) -> Result<Bound<'py, PyAny>, Error> {
        let mut ids = Vec::new();
        let read = py.detach(|| {
            self.reader.push(&data);
            self.reader.tokens(&mut ids)
        });
        if ids.is_empty() {
            read?;
        }
        Ok(out.give(py, &ids)?)
    }

    /// Checks that the stream has ended and nothing follows.
    fn finish(&self) -> Result<(), Error> {
        Ok(self.reader.finish()?)
    }

    /// Whether the end was read and its checksum was right.
    #[getter]
    fn has_ended(&self) -> bool {
        self.reader.has_ended()
    }

    /// Bytes read.
    #[getter]
    fn offset(&self) -> usize {
        self.reader.offset()
    }

    /// The encoding's name, once the header was read.
    #[getter]
    fn encoding(&mut self) -> Result<Option<&'static str>, Error> {
        Ok(self.reader.header()?.and_then(|header| header.table().encoding()).map(Encoding::name))
    }
}
