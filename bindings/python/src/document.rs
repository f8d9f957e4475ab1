//! `DocumentWriter` and `Document`: encode and decode documents.

use crate::blob::Blob;
use crate::error::Error;
use crate::ids::Ids;
use crate::out::Out;
use crate::table::{self, Table};
use crate::text::{self, Text};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use tokenwire::{CoderChoice, Encoding};

type Bytes<'py> = Result<Bound<'py, PyBytes>, Error>;

/// Encodes token ids or text as documents: a header that names the table, a body and a checksum.
#[pyclass(module = "tokenwire", frozen)]
pub(crate) struct DocumentWriter {
    pub(crate) writer: tokenwire::DocumentWriter,
    settings: Settings,
}

/// The constructor arguments by name; pickling rebuilds the object from them.
#[derive(Clone, IntoPyObject)]
struct Settings {
    coder: &'static str,
    table: Table,
    max_size: Option<usize>,
}

#[pymethods]
#[allow(clippy::needless_pass_by_value)] // pyo3 passes arguments by value.
impl DocumentWriter {
    #[new]
    #[pyo3(signature = (encoding=None, *, coder="stable", table=None, max_size=None))]
    fn new(
        encoding: Option<&str>,
        coder: &str,
        table: Option<Table>,
        max_size: Option<usize>,
    ) -> Result<Self, Error> {
        let table = table::of("DocumentWriter", encoding, table, tokenwire::Table::chat_2026)?;
        let choice: CoderChoice = coder.parse()?;
        let writer = tokenwire::DocumentWriter::from_table(table.table.clone()).with_coder(choice);
        let writer = max_size.map_or(writer.clone(), |bytes| writer.with_max_size(bytes));
        Ok(Self { writer, settings: Settings { coder: choice.name(), table, max_size } })
    }

    /// The table.
    #[getter]
    fn table(&self) -> Table {
        self.settings.table.clone()
    }

    /// Encodes token ids as a document.
    fn encode<'py>(&self, py: Python<'py>, ids: Ids) -> Bytes<'py> {
        let document = py.detach(|| self.writer.encode(&ids.0))?;
        Ok(PyBytes::new(py, &document))
    }

    /// Encodes a text as a document. Names of special tokens are ordinary text unless `special_tokens` is true.
    #[pyo3(signature = (text, *, special_tokens=false))]
    fn encode_text<'py>(&self, py: Python<'py>, text: Text, special_tokens: bool) -> Bytes<'py> {
        let document = py.detach(|| self.writer.encode_text(text.with_special_tokens(special_tokens)))?;
        Ok(PyBytes::new(py, &document))
    }

    /// Returns the largest number of bytes that a document of `ids` ids can take.
    fn max_encoded_len(&self, ids: usize) -> usize {
        self.writer.max_encoded_len(ids)
    }

    fn __repr__(&self) -> String {
        let table = self.writer.table();
        let (name, encoding) = (table.name(), table.encoding().map_or("no encoding", Encoding::name));
        format!("<tokenwire.DocumentWriter {encoding}, {name}, {}>", self.settings.coder)
    }

    fn __getnewargs_ex__(&self) -> ((), Settings) {
        ((), self.settings.clone())
    }
}

/// A document whose checksum has been verified. It names the table and the coder it was written with.
#[pyclass(module = "tokenwire", frozen)]
pub(crate) struct Document {
    bytes: Blob,
    /// The custom table for documents that were written with one.
    custom: Option<Table>,
    max_size: Option<usize>,
}

#[pymethods]
impl Document {
    #[new]
    #[pyo3(signature = (data, *, table=None, max_size=None))]
    fn new(data: Blob, table: Option<Table>, max_size: Option<usize>) -> Result<Self, Error> {
        let document = Self { bytes: data, custom: table, max_size };
        document.open()?;
        Ok(document)
    }

    /// The name of the coder that wrote the body.
    #[getter]
    fn coder(&self) -> Result<&'static str, Error> {
        Ok(self.open()?.coder().name())
    }

    /// The name of the table's encoding, or None.
    #[getter]
    fn encoding(&self) -> Result<Option<&'static str>, Error> {
        Ok(self.open()?.table().encoding().map(Encoding::name))
    }

    /// The table that the document was written with.
    #[getter]
    fn table(&self) -> Result<Table, Error> {
        let document = self.open()?;
        let custom = self.custom.clone().filter(|_| document.table().number().is_none());
        Ok(custom.unwrap_or_else(|| document.table().clone().into()))
    }

    /// Whether the document stores text instead of ids.
    #[getter]
    fn stores_text(&self) -> Result<bool, Error> {
        Ok(self.open()?.stores_text())
    }

    /// The size of the body in bytes, without header and checksum.
    #[getter]
    fn body_len(&self) -> Result<usize, Error> {
        Ok(self.open()?.body_len())
    }

    /// The name of the checksum, such as `"CRC-16"`.
    #[getter]
    fn checksum(&self) -> Result<&'static str, Error> {
        Ok(self.open()?.checksum())
    }

    /// Decodes the document to token ids. Stored text is tokenized with the document's encoding.
    #[pyo3(signature = (*, out=Out::List))]
    fn decode<'py>(&self, py: Python<'py>, out: Out) -> Result<Bound<'py, PyAny>, Error> {
        let ids = py.detach(|| self.open()?.decode())?;
        Ok(out.to_python(py, &ids)?)
    }

    /// Decodes the document to text, including lone surrogates. Raises `NotUtf8Error` if the bytes are not UTF-8.
    fn decode_text<'py>(&self, py: Python<'py>) -> Result<Bound<'py, PyString>, Error> {
        let bytes = py.detach(|| self.open()?.decode_bytes())?;
        text::to_str(py, &bytes)
    }

    /// Decodes the document to the bytes of its text, which need not be UTF-8.
    fn decode_bytes<'py>(&self, py: Python<'py>) -> Bytes<'py> {
        let bytes = py.detach(|| self.open()?.decode_bytes())?;
        Ok(PyBytes::new(py, &bytes))
    }

    fn __len__(&self) -> usize {
        self.bytes.len()
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.bytes)
    }

    fn __repr__(&self) -> Result<String, Error> {
        let document = self.open()?;
        let (coder, table, len) = (document.coder(), document.table(), document.len());
        let (name, encoding) = (table.name(), table.encoding().map_or("no encoding", Encoding::name));
        Ok(format!("<tokenwire.Document {coder}, {name}, {encoding}, {len} bytes>"))
    }
}

impl Document {
    /// Opens the document again for each call. Verifying the checksum takes less time than decoding.
    fn open(&self) -> tokenwire::Result<tokenwire::Document<'_>> {
        open(&self.bytes, self.custom.as_ref(), self.max_size)
    }
}

/// Opens a document; `custom` is the table for documents that need a custom one.
pub(crate) fn open<'a>(
    bytes: &'a [u8],
    custom: Option<&Table>,
    max_size: Option<usize>,
) -> tokenwire::Result<tokenwire::Document<'a>> {
    let document = match custom {
        Some(custom) => tokenwire::Document::open_with(bytes, &custom.table)?,
        None => tokenwire::Document::open(bytes)?,
    };
    Ok(max_size.map_or(document.clone(), |bytes| document.with_max_size(bytes)))
}
