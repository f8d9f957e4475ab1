//! `Codec`: encodes and decodes bare payloads.

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

/// Converts token ids, mapped ids, raw ids, tokens or text to payloads and back. Payloads are byte for byte those of
/// tacc 0.1.0. A payload has no header, so both sides must use the same table.
#[pyclass(module = "tokenwire", frozen)]
pub(crate) struct Codec {
    pub(crate) codec: tokenwire::Codec,
    settings: Settings,
}

/// The constructor arguments by name; pickling rebuilds the object from them.
#[derive(Clone, IntoPyObject)]
struct Settings {
    table: Table,
    gzip: bool,
    max_size: Option<usize>,
}

#[pymethods]
#[allow(clippy::needless_pass_by_value)] // pyo3 passes arguments by value.
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

    /// The table.
    #[getter]
    fn table(&self) -> Table {
        self.settings.table.clone()
    }

    /// The name of the table's encoding, or None.
    #[getter]
    fn encoding(&self) -> Option<&'static str> {
        self.codec.table().encoding().map(Encoding::name)
    }

    /// Whether payloads are compressed with gzip.
    #[getter]
    fn gzip(&self) -> bool {
        self.settings.gzip
    }

    /// Encodes token ids as a payload.
    fn encode<'py>(&self, py: Python<'py>, ids: Ids) -> Bytes<'py> {
        let payload = py.detach(|| self.codec.encode(&ids.0))?;
        Ok(PyBytes::new(py, &payload))
    }

    /// Decodes a payload, plain or gzip, to token ids.
    #[pyo3(signature = (payload, *, out=Out::List))]
    fn decode<'py>(&self, py: Python<'py>, payload: Blob, out: Out) -> Result<Bound<'py, PyAny>, Error> {
        let ids = py.detach(|| self.codec.decode(&payload))?;
        Ok(out.to_python(py, &ids)?)
    }

    /// Encodes a text as a payload. Names of special tokens are ordinary text unless `special_tokens` is true.
    #[pyo3(signature = (text, *, special_tokens=false))]
    fn encode_text<'py>(&self, py: Python<'py>, text: Text, special_tokens: bool) -> Bytes<'py> {
        let payload = py.detach(|| self.codec.encode_text(text.with_special_tokens(special_tokens)))?;
        Ok(PyBytes::new(py, &payload))
    }

    /// Decodes a payload to text. Raises `NotUtf8Error` if the bytes are not UTF-8.
    fn decode_text<'py>(&self, py: Python<'py>, payload: Blob) -> Result<Bound<'py, PyString>, Error> {
        let bytes = py.detach(|| self.codec.decode_bytes(&payload))?;
        text::to_str(py, &bytes)
    }

    /// Decodes a payload to the bytes of its text, which need not be UTF-8.
    fn decode_bytes<'py>(&self, py: Python<'py>, payload: Blob) -> Bytes<'py> {
        let bytes = py.detach(|| self.codec.decode_bytes(&payload))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Encodes ordinary tokens, each given as bytes or text, as a payload. `Tokenizer.id` returns the ids of special
    /// tokens.
    fn encode_tokens<'py>(&self, py: Python<'py>, tokens: Vec<Text>) -> Bytes<'py> {
        let tokens: Vec<&[u8]> = tokens.iter().map(|token| &**token).collect();
        let payload = py.detach(|| self.codec.encode_tokens(&tokens))?;
        Ok(PyBytes::new(py, &payload))
    }

    /// Decodes a payload to the bytes of each token; a special token yields its name.
    fn decode_tokens<'py>(&self, py: Python<'py>, payload: Blob) -> Result<Bound<'py, PyList>, Error> {
        let tokens = py.detach(|| self.codec.decode_tokens(&payload))?;
        Ok(PyList::new(py, tokens.into_iter().map(|token| PyBytes::new(py, token)))?)
    }

    /// Encodes mapped ids as a payload. The most frequent token has mapped id 0, the next ones 1, -1, 2, -2 and so on.
    fn encode_mapped<'py>(&self, py: Python<'py>, mapped: Mapped) -> Bytes<'py> {
        let payload = py.detach(|| self.codec.encode_mapped(&mapped.0))?;
        Ok(PyBytes::new(py, &payload))
    }

    /// Decodes a payload to mapped ids.
    fn decode_mapped(&self, py: Python<'_>, payload: Blob) -> Result<Vec<i32>, Error> {
        Ok(py.detach(|| self.codec.decode_mapped(&payload))?)
    }

    /// Encodes ids as a payload without mapping them through the table. Only `decode_raw` decodes it correctly.
    fn encode_raw<'py>(&self, py: Python<'py>, ids: Ids) -> Bytes<'py> {
        let payload = py.detach(|| self.codec.encode_raw(&ids.0))?;
        Ok(PyBytes::new(py, &payload))
    }

    /// Decodes a payload of `encode_raw` to ids.
    #[pyo3(signature = (payload, *, out=Out::List))]
    fn decode_raw<'py>(&self, py: Python<'py>, payload: Blob, out: Out) -> Result<Bound<'py, PyAny>, Error> {
        let ids = py.detach(|| self.codec.decode_raw(&payload))?;
        Ok(out.to_python(py, &ids)?)
    }

    /// Returns the mapped id of a token id, or None if the id is outside the vocabulary.
    fn mapped_id(&self, id: Key<u32>) -> Option<i32> {
        self.codec.mapped_id(id.0?)
    }

    /// Returns the token id of a mapped id, or None if the mapped id is outside the table.
    fn token_id(&self, mapped: Key<i32>) -> Option<u32> {
        self.codec.token_id(mapped.0?)
    }

    /// Returns the largest number of bytes that a payload of `items` ids can take.
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
