//! `Detokenizer`: ids as they come -> text.

use crate::error::Error;
use crate::ids::Ids;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// Turns ids into text as they come, without ever giving out half a character.
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

    /// Takes ids and gives the text that is complete now, as bytes: UTF-8, unless the tokens are not. After an error none was
    /// taken.
    #[allow(clippy::needless_pass_by_value)] // An argument is owned.
    fn push<'py>(&mut self, py: Python<'py>, ids: One) -> Result<Bound<'py, PyBytes>, Error> {
        let (mut pushed, mut text) = (self.inner.clone(), Vec::new());
        for id in ids.0 {
            text.extend_from_slice(pushed.push(id)?);
        }
        self.inner = pushed;
        Ok(PyBytes::new(py, &text))
    }

    /// What still waits at the end: nothing, or the bytes of a character that never came to its end. Then it begins anew.
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
        // NumPy's ints are none of Python's, and its arrays of one have an index too.
        if given.hasattr("__index__")? && !given.hasattr("__len__")? {
            let alone = pyo3::types::PyTuple::new(given.py(), [given])?;
            return alone.extract::<Ids>().map(|ids| Self(ids.0));
        }
        given.extract::<Ids>().map(|ids| Self(ids.0))
    }
}
