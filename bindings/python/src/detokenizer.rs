//! `Detokenizer`: decodes ids to text as they arrive.

use crate::error::Error;
use crate::ids::Ids;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// Decodes ids to text as they arrive, without ever returning half a character.
#[pyclass(module = "tokenwire")]
pub(crate) struct Detokenizer {
    inner: tokenwire::Detokenizer,
    encoding: tokenwire::Encoding,
}

#[pymethods]
impl Detokenizer {
    #[new]
    fn new(encoding: &str) -> Result<Self, Error> {
        let encoding = encoding.parse()?;
        Ok(Self { inner: tokenwire::Detokenizer::new(encoding), encoding })
    }

    /// Takes one id or several and returns the text that they complete, as bytes: UTF-8, unless the tokens are not. After an
    /// error, no id was taken.
    #[allow(clippy::needless_pass_by_value)] // An argument is owned.
    fn push<'py>(&mut self, py: Python<'py>, ids: One) -> Result<Bound<'py, PyBytes>, Error> {
        let (mut pushed, mut text) = (self.inner.clone(), Vec::new());
        for id in ids.0 {
            text.extend_from_slice(pushed.push(id)?);
        }
        self.inner = pushed;
        Ok(PyBytes::new(py, &text))
    }

    /// Returns the bytes of an incomplete character at the end, if there is one, and resets the detokenizer.
    fn finish<'py>(&mut self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let ended = std::mem::replace(&mut self.inner, tokenwire::Detokenizer::new(self.encoding));
        PyBytes::new(py, &ended.finish())
    }
}

/// One id, or several.
struct One(Vec<u32>);

impl<'py> FromPyObject<'_, 'py> for One {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        // NumPy's integers are not instances of `int`, and its arrays of one item have `__index__` too.
        if given.hasattr("__index__")? && !given.hasattr("__len__")? {
            let alone = pyo3::types::PyTuple::new(given.py(), [given])?;
            return alone.extract::<Ids>().map(|ids| Self(ids.0));
        }
        given.extract::<Ids>().map(|ids| Self(ids.0))
    }
}
