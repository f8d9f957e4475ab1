//! `StreamEncoder` and `StreamDecoder`: encode and decode token ids as they arrive.

use crate::blob::Blob;
use crate::error::Error;
use crate::ids::Ids;
use crate::out::Out;
use crate::table::{self, Table};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use tokenwire::{Encoding, StreamReader, StreamWriter};

/// Encodes token ids as a stream while they arrive. Each method returns the bytes to send.
#[pyclass(module = "tokenwire")]
pub(crate) struct StreamEncoder {
    writer: StreamWriter,
}

#[pymethods]
#[allow(clippy::needless_pass_by_value)] // pyo3 passes arguments by value.
impl StreamEncoder {
    #[new]
    #[pyo3(signature = (encoding=None, *, coder="varint", table=None))]
    fn new(encoding: Option<&str>, coder: &str, table: Option<Table>) -> Result<Self, Error> {
        let table = table::of("StreamEncoder", encoding, table, tokenwire::Table::chat_2026)?;
        Ok(Self { writer: StreamWriter::from_table(table.table).with_coder(coder.parse()?) })
    }

    /// Encodes these ids. If the call raises, none of them is encoded.
    fn push<'py>(&mut self, py: Python<'py>, ids: Ids) -> Result<Bound<'py, PyBytes>, Error> {
        let mut out = Vec::new();
        py.detach(|| self.writer.tokens(&ids.0, &mut out))?;
        Ok(PyBytes::new(py, &out))
    }

    /// Returns the bytes the decoder still needs to read everything pushed so far. The varint coder needs none.
    fn flush<'py>(&mut self, py: Python<'py>) -> Bound<'py, PyBytes> {
        self.write(py, StreamWriter::flush)
    }

    /// Returns a keep-alive.
    fn ping<'py>(&mut self, py: Python<'py>) -> Bound<'py, PyBytes> {
        self.write(py, StreamWriter::ping)
    }

    /// Ends the stream after a complete source. Nothing can be written afterwards.
    fn end<'py>(&mut self, py: Python<'py>) -> Bound<'py, PyBytes> {
        self.write(py, StreamWriter::end)
    }

    /// Ends the stream after a source that was cut off. Nothing can be written afterwards.
    fn abort<'py>(&mut self, py: Python<'py>) -> Bound<'py, PyBytes> {
        self.write(py, StreamWriter::abort)
    }

    /// The number of bytes written so far.
    #[getter]
    fn offset(&self) -> usize {
        self.writer.offset()
    }

    /// The number of tokens encoded so far.
    #[getter]
    fn token_count(&self) -> usize {
        self.writer.token_count()
    }

    /// Whether `end` or `abort` has been called.
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

/// Decodes a stream to token ids while its bytes arrive.
#[pyclass(module = "tokenwire")]
pub(crate) struct StreamDecoder {
    reader: StreamReader,
}

#[pymethods]
#[allow(clippy::needless_pass_by_value)] // pyo3 passes arguments by value.
impl StreamDecoder {
    #[new]
    #[pyo3(signature = (*, table=None))]
    fn new(table: Option<Table>) -> Self {
        let reader = StreamReader::new();
        Self { reader: table.map_or(reader.clone(), |table| reader.with_table(table.table)) }
    }

    /// Accepts the next bytes and returns the ids they complete. Ids before an error are returned first; the next call
    /// or `finish` raises the error.
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
        Ok(out.to_python(py, &ids)?)
    }

    /// Raises unless the stream has ended, its checksum matched and nothing follows. Call it after the last bytes.
    fn finish(&self) -> Result<(), Error> {
        Ok(self.reader.finish()?)
    }

    /// Whether the end of the stream has been read and its checksum matched.
    #[getter]
    fn has_ended(&self) -> bool {
        self.reader.has_ended()
    }

    /// The number of bytes read so far.
    #[getter]
    fn offset(&self) -> usize {
        self.reader.offset()
    }

    /// The name of the encoding, or None until the header has been read.
    #[getter]
    fn encoding(&mut self) -> Result<Option<&'static str>, Error> {
        Ok(self.reader.header()?.and_then(|header| header.table().encoding()).map(Encoding::name))
    }
}
