//! `Tokenizer`: converts text to token ids and back.

use crate::error::Error;
use crate::ids::{Ids, Key};
use crate::out::Out;
use crate::text::{self, Text};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use tokenwire::{Encoding, Vocabulary};

/// Converts text to token ids and back. The ids are those of tiktoken.
#[pyclass(module = "tokenwire", frozen)]
pub(crate) struct Tokenizer {
    encoding: Encoding,
}

#[pymethods]
#[allow(clippy::needless_pass_by_value)] // pyo3 passes arguments by value.
impl Tokenizer {
    #[new]
    fn new(encoding: &str) -> Result<Self, Error> {
        Ok(Self { encoding: encoding.parse()? })
    }

    /// The name of the encoding.
    #[getter]
    fn encoding(&self) -> &'static str {
        self.encoding.name()
    }

    /// The number of ids in the vocabulary.
    #[getter]
    fn size(&self) -> u32 {
        self.encoding.vocab_size()
    }

    /// Tokenizes a text. Names of special tokens are ordinary text unless `special_tokens` is true.
    #[pyo3(signature = (text, *, special_tokens=false, out=Out::List))]
    fn encode<'py>(
        &self,
        py: Python<'py>,
        text: Text,
        special_tokens: bool,
        out: Out,
    ) -> Result<Bound<'py, PyAny>, Error> {
        let tokenizer = tokenwire::Tokenizer::new(self.encoding);
        let ids = py.detach(|| tokenizer.encode(text.with_special_tokens(special_tokens)));
        Ok(out.to_python(py, &ids)?)
    }

    /// Decodes token ids to text. Raises `NotUtf8Error` if the bytes are not UTF-8.
    fn decode<'py>(&self, py: Python<'py>, ids: Ids) -> Result<Bound<'py, PyString>, Error> {
        let bytes = py.detach(|| Vocabulary::new(self.encoding).decode(&ids.0))?;
        text::to_str(py, &bytes)
    }

    /// Decodes token ids to the bytes of their text, which need not be UTF-8.
    fn decode_bytes<'py>(&self, py: Python<'py>, ids: Ids) -> Result<Bound<'py, PyBytes>, Error> {
        let bytes = py.detach(|| Vocabulary::new(self.encoding).decode(&ids.0))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Returns the bytes of a token or the name of a special token, or None if the vocabulary has no such id.
    fn token<'py>(&self, py: Python<'py>, id: Key<u32>) -> Option<Bound<'py, PyBytes>> {
        Vocabulary::new(self.encoding).token(id.0?).map(|token| PyBytes::new(py, token))
    }

    /// Returns the id of the token with these bytes or of the special token with this name, or None.
    fn id(&self, token: Text) -> Option<u32> {
        let vocabulary = Vocabulary::new(self.encoding);
        let special = || std::str::from_utf8(&token).ok().and_then(|name| vocabulary.special_id(name));
        vocabulary.ordinary_id(&token).or_else(special)
    }

    fn __repr__(&self) -> String {
        format!("<tokenwire.Tokenizer {}>", self.encoding.name())
    }

    fn __getnewargs__(&self) -> (&'static str,) {
        (self.encoding.name(),)
    }
}
