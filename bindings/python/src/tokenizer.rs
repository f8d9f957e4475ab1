//! `Tokenizer`: text <-> token ids.

use crate::error::Error;
use crate::ids::{Ids, Key};
use crate::out::Out;
use crate::text::{self, Text};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use tokenwire::{Encoding, Vocabulary};

/// Text <-> token ids, as tiktoken does it.
#[pyclass(module = "tokenwire", frozen)]
pub(crate) struct Tokenizer {
    encoding: Encoding,
}

#[pymethods]
#[allow(clippy::needless_pass_by_value)] // An argument is owned.
impl Tokenizer {
    #[new]
    fn new(encoding: &str) -> Result<Self, Error> {
        Ok(Self { encoding: encoding.parse()? })
    }

    #[getter]
    fn encoding(&self) -> &'static str {
        self.encoding.name()
    }

    /// Ids in the vocabulary.
    #[getter]
    fn size(&self) -> u32 {
        self.encoding.vocab_size()
    }

    /// Token ids of a text; names of special tokens in it are ordinary text unless `special_tokens`.
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
        Ok(out.give(py, &ids)?)
    }

    /// Text of token ids.
    fn decode<'py>(&self, py: Python<'py>, ids: Ids) -> Result<Bound<'py, PyString>, Error> {
        let bytes = py.detach(|| Vocabulary::new(self.encoding).decode(&ids.0))?;
        text::to_str(py, &bytes)
    }

    /// Text of token ids as bytes, UTF-8 or not.
    fn decode_bytes<'py>(&self, py: Python<'py>, ids: Ids) -> Result<Bound<'py, PyBytes>, Error> {
        let bytes = py.detach(|| Vocabulary::new(self.encoding).decode(&ids.0))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// The bytes of a token, the name of a special one, or None outside the vocabulary.
    fn token<'py>(&self, py: Python<'py>, id: Key<u32>) -> Option<Bound<'py, PyBytes>> {
        Vocabulary::new(self.encoding).token(id.0?).map(|token| PyBytes::new(py, token))
    }

    /// The id of a token's bytes, or of a special token's name, or None.
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
