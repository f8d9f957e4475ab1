//! `DocumentWriter` and `Document`.

use crate::blob::Blob;
use crate::error::Error;
use crate::ids::Ids;
use crate::names;
use crate::out::Out;
use crate::table::{self, Table};
use crate::text::{self, Text};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use tokenwire::Encoding;

type Bytes<'py> = Result<Bound<'py, PyBytes>, Error>;

/// Text or token ids -> documents: a header, a body and a checksum.
#[pyclass(module = "tokenwire", frozen)]
pub(crate) struct DocumentWriter {
    pub(crate) writer: tokenwire::DocumentWriter,
    encoding: Option<Encoding>,
    settings: Settings,
}

/// Arguments by name, to make it again elsewhere.
#[derive(Clone, IntoPyObject)]
struct Settings {
    coder: String,
    table: Option<Table>,
    limit: Option<usize>,
}

#[pymethods]
#[allow(clippy::needless_pass_by_value)] // An argument is owned.
impl DocumentWriter {
    #[new]
    #[pyo3(signature = (encoding=None, *, coder="auto", table=None, limit=None))]
    fn new(
        encoding: Option<&str>,
        coder: &str,
        table: Option<Table>,
        limit: Option<usize>,
    ) -> Result<Self, Error> {
        let (basis, encoding) =
            table::basis("DocumentWriter", encoding, table.as_ref(), tokenwire::Table::chat_2026)?;
        let writer = tokenwire::DocumentWriter::with_table(basis);
        let writer = encoding.map_or(writer.clone(), |encoding| writer.with_vocabulary(encoding));
        let writer = writer.with_coder(names::coder(coder)?);
        let writer = limit.map_or(writer.clone(), |limit| writer.with_limit(limit));
        Ok(Self { writer, encoding, settings: Settings { coder: coder.into(), table, limit } })
    }

    /// Document of token ids.
    fn encode<'py>(&self, py: Python<'py>, ids: Ids) -> Bytes<'py> {
        let document = py.detach(|| self.writer.encode(&ids.0))?;
        Ok(PyBytes::new(py, &document))
    }

    /// Document of a text; names of special tokens in it are ordinary text.
    fn encode_text<'py>(&self, py: Python<'py>, text: Text) -> Bytes<'py> {
        let document = py.detach(|| self.writer.encode_text(&*text))?;
        Ok(PyBytes::new(py, &document))
    }

    /// Most bytes that a document of so many ids takes.
    fn max_encoded_len(&self, ids: usize) -> usize {
        self.writer.max_encoded_len(ids)
    }

    fn __repr__(&self) -> String {
        let (name, table) = (self.encoding.map_or("no encoding", Encoding::name), self.writer.table().name());
        format!("<tokenwire.DocumentWriter {name}, {table}, {}>", self.settings.coder)
    }

    fn __getnewargs_ex__(&self) -> ((Option<&'static str>,), Settings) {
        ((self.encoding.map(Encoding::name),), self.settings.clone())
    }
}

/// A document whose checksum is right; it says itself what is needed to read it.
#[pyclass(module = "tokenwire", frozen)]
pub(crate) struct Document {
    bytes: Blob,
    table: Option<Table>,
    encoding: Option<Encoding>,
    limit: Option<usize>,
}

#[pymethods]
impl Document {
    #[new]
    #[pyo3(signature = (data, *, table=None, encoding=None, limit=None))]
    fn new(
        data: Blob,
        table: Option<Table>,
        encoding: Option<&str>,
        limit: Option<usize>,
    ) -> Result<Self, Error> {
        let encoding = encoding.map(str::parse).transpose()?;
        let document = Self { bytes: data, table, encoding, limit };
        document.open()?;
        Ok(document)
    }

    /// How the body is written.
    #[getter]
    fn coder(&self) -> Result<&'static str, Error> {
        Ok(self.open()?.coder().name())
    }

    /// What the ids stand for, where that is known.
    #[getter]
    fn encoding(&self) -> Result<Option<&'static str>, Error> {
        Ok(self.open()?.encoding().map(Encoding::name))
    }

    /// The name of the table that it was written with.
    #[getter]
    fn table_name(&self) -> Result<&'static str, Error> {
        Ok(self.open()?.table().name())
    }

    /// Whether the text itself is stored, not ids.
    #[getter]
    fn stores_text(&self) -> Result<bool, Error> {
        Ok(self.open()?.stores_text())
    }

    /// Bytes of the body: the document without header and checksum.
    #[getter]
    fn body_len(&self) -> Result<usize, Error> {
        Ok(self.open()?.body_len())
    }

    /// The checksum's name.
    #[getter]
    fn checksum(&self) -> Result<&'static str, Error> {
        Ok(self.open()?.checksum())
    }

    /// Token ids; of a stored text, those that its encoding's tokenizer gives.
    #[pyo3(signature = (*, out=Out::List))]
    fn decode<'py>(&self, py: Python<'py>, out: Out) -> Result<Bound<'py, PyAny>, Error> {
        let ids = py.detach(|| self.open()?.decode())?;
        Ok(out.give(py, &ids)?)
    }

    /// The text.
    fn decode_text<'py>(&self, py: Python<'py>) -> Result<Bound<'py, PyString>, Error> {
        let bytes = py.detach(|| self.open()?.decode_bytes())?;
        text::to_str(py, &bytes)
    }

    /// The text as bytes, UTF-8 or not.
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
        let encoding = document.encoding().map_or("own vocabulary", Encoding::name);
        let (coder, table, len) = (document.coder().name(), document.table().name(), document.len());
        Ok(format!("<tokenwire.Document {coder}, {table}, {encoding}, {len} bytes>"))
    }
}

impl Document {
    /// Again each time: a checksum costs less than what follows.
    fn open(&self) -> tokenwire::Result<tokenwire::Document<'_>> {
        let document = match &self.table {
            Some(own) => tokenwire::Document::open_with(&self.bytes, &own.table)?,
            None => tokenwire::Document::open(&self.bytes)?,
        };
        let document = self.encoding.map_or(document.clone(), |encoding| document.with_vocabulary(encoding));
        Ok(self.limit.map_or(document.clone(), |limit| document.with_limit(limit)))
    }
}
