//! `Codec`: bare payloads.

use crate::blob::Blob;
use crate::error::Error;
use crate::ids::{Ids, Key, Mapped};
use crate::out::Out;
use crate::table::{self, Table};
use crate::text::{self, Text};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyString};
use tokenwire::Encoding;

type Bytes<'py> = Result<Bound<'py, PyBytes>, Error>;

/// Token ids, mapped ids, raw ids, tokens or text <-> payloads, byte for byte what tacc 0.1.0 writes.
#[pyclass(module = "tokenwire", frozen)]
pub(crate) struct Codec {
    pub(crate) codec: tokenwire::Codec,
    settings: Settings,
}

/// The arguments by name, so that pickling can rebuild the object.
#[derive(Clone, IntoPyObject)]
struct Settings {
    table: Table,
    gzip: bool,
    max_size: Option<usize>,
}

#[pymethods]
#[allow(clippy::needless_pass_by_value)] // An argument is owned.
impl Codec {
    #[new]
    #[pyo3(signature = (encoding=None, *, table=None, gzip=false, max_size=None))]
    fn new(
        encoding: Option<&str>,
        table: Option<Table>,
        gzip: bool,
        max_size: Option<usize>,
    ) -> Result<Self, Error> {
        let table = table::of("Codec", encoding, table, tokenwire::Table::tacc_0_1_0)?;
        let codec = tokenwire::Codec::from_table(table.table.clone()).with_gzip(gzip);
        let codec = max_size.map_or(codec.clone(), |bytes| codec.with_max_size(bytes));
        Ok(Self { codec, settings: Settings { table, gzip, max_size } })
    }

    #[getter]
    fn table(&self) -> Table {
        self.settings.table.clone()
    }

    /// The name of the table's encoding, or None.
    #[getter]
    fn encoding(&self) -> Option<&'static str> {
        self.codec.table().encoding().map(Encoding::name)
    }

    #[getter]
    fn gzip(&self) -> bool {
        self.settings.gzip
    }

    /// Payload of token ids.
    fn encode<'py>(&self, py: Python<'py>, ids: Ids) -> Bytes<'py> {
        let payload = py.detach(|| self.codec.encode(&ids.0))?;
        Ok(PyBytes::new(py, &payload))
    }

    /// Token ids of a payload.
    #[pyo3(signature = (payload, *, out=Out::List))]
    fn decode<'py>(&self, py: Python<'py>, payload: Blob, out: Out) -> Result<Bound<'py, PyAny>, Error> {
        let ids = py.detach(|| self.codec.decode(&payload))?;
        Ok(out.give(py, &ids)?)
    }

    /// Payload of a text; names of special tokens in it are ordinary text unless `special_tokens`.
    #[pyo3(signature = (text, *, special_tokens=false))]
    fn encode_text<'py>(&self, py: Python<'py>, text: Text, special_tokens: bool) -> Bytes<'py> {
        let payload = py.detach(|| self.codec.encode_text(text.with_special_tokens(special_tokens)))?;
        Ok(PyBytes::new(py, &payload))
    }

    /// Text of a payload.
    fn decode_text<'py>(&self, py: Python<'py>, payload: Blob) -> Result<Bound<'py, PyString>, Error> {
        let bytes = py.detach(|| self.codec.decode_bytes(&payload))?;
        text::to_str(py, &bytes)
    }

    /// Text of a payload as bytes, UTF-8 or not.
    fn decode_bytes<'py>(&self, py: Python<'py>, payload: Blob) -> Bytes<'py> {
        let bytes = py.detach(|| self.codec.decode_bytes(&payload))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Payload of ordinary tokens, each as bytes or as text.
    fn encode_tokens<'py>(&self, py: Python<'py>, tokens: Vec<Text>) -> Bytes<'py> {
        let tokens: Vec<&[u8]> = tokens.iter().map(|token| &**token).collect();
        let payload = py.detach(|| self.codec.encode_tokens(&tokens))?;
        Ok(PyBytes::new(py, &payload))
    }

    /// The bytes of each token of a payload, special ones by name.
    fn decode_tokens<'py>(&self, py: Python<'py>, payload: Blob) -> Result<Bound<'py, PyList>, Error> {
        let tokens = py.detach(|| self.codec.decode_tokens(&payload))?;
        Ok(PyList::new(py, tokens.into_iter().map(|token| PyBytes::new(py, token)))?)
    }

    /// Payload of mapped ids: 0 is the most frequent token's, then 1, -1, 2, -2.
    fn encode_mapped<'py>(&self, py: Python<'py>, mapped: Mapped) -> Bytes<'py> {
        let payload = py.detach(|| self.codec.encode_mapped(&mapped.0))?;
        Ok(PyBytes::new(py, &payload))
    }

    /// Mapped ids of a payload.
    fn decode_mapped(&self, py: Python<'_>, payload: Blob) -> Result<Vec<i32>, Error> {
        Ok(py.detach(|| self.codec.decode_mapped(&payload))?)
    }

    /// Payload of ids as they are, without a table.
    fn encode_raw<'py>(&self, py: Python<'py>, ids: Ids) -> Bytes<'py> {
        let payload = py.detach(|| self.codec.encode_raw(&ids.0))?;
        Ok(PyBytes::new(py, &payload))
    }

    /// Ids of a payload that `encode_raw` wrote.
    #[pyo3(signature = (payload, *, out=Out::List))]
    fn decode_raw<'py>(&self, py: Python<'py>, payload: Blob, out: Out) -> Result<Bound<'py, PyAny>, Error> {
        let ids = py.detach(|| self.codec.decode_raw(&payload))?;
        Ok(out.give(py, &ids)?)
    }

    /// Mapped id of a token id, or None outside the vocabulary.
    fn mapped_id(&self, id: Key<u32>) -> Option<i32> {
        self.codec.mapped_id(id.0?)
    }

    /// Token id of a mapped id, or None outside the table.
    fn token_id(&self, mapped: Key<i32>) -> Option<u32> {
        self.codec.token_id(mapped.0?)
    }

    /// Most bytes that a payload of so many ids takes.
    fn max_encoded_len(&self, items: usize) -> usize {
        self.codec.max_encoded_len(items)
    }

    fn __repr__(&self) -> String {
        let gzip = if self.settings.gzip { ", gzip" } else { "" };
        let name = self.encoding().unwrap_or("no encoding");
        format!("<tokenwire.Codec {name}, {}{gzip}>", self.codec.table().name())
    }

    fn __getnewargs_ex__(&self) -> ((), Settings) {
        ((), self.settings.clone())
    }
}
