//! `Detokenizer`: decodes ids to text as they arrive.

use crate::error::Error;
use crate::ids::Ids;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// Decodes ids to text as they arrive. Only whole characters are returned.
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

    /// Accepts one id or several and returns the text they complete, as bytes. The bytes are UTF-8 unless the tokens
    /// themselves are not. If the call raises, none of the ids is accepted.
    #[allow(clippy::needless_pass_by_value)] // pyo3 passes arguments by value.
    fn push<'py>(&mut self, py: Python<'py>, ids: OneOrSeveral) -> Result<Bound<'py, PyBytes>, Error> {
        let (mut pushed, mut text) = (self.inner.clone(), Vec::new());
        for id in ids.0 {
            text.extend_from_slice(pushed.push(id)?);
        }
        self.inner = pushed;
        Ok(PyBytes::new(py, &text))
    }

    /// Returns the bytes of an incomplete last character, or empty bytes, and resets the detokenizer.
    fn finish<'py>(&mut self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let ended = std::mem::replace(&mut self.inner, tokenwire::Detokenizer::new(self.encoding));
        PyBytes::new(py, &ended.finish())
    }
}

/// One id or several.
struct OneOrSeveral(Vec<u32>);

impl<'py> FromPyObject<'_, 'py> for OneOrSeveral {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        // NumPy integers are not instances of `int`, and NumPy arrays of one item have `__index__` too.
        if obj.hasattr("__index__")? && !obj.hasattr("__len__")? {
            let single = pyo3::types::PyTuple::new(obj.py(), [obj])?;
            return single.extract::<Ids>().map(|ids| Self(ids.0));
        }
        obj.extract::<Ids>().map(|ids| Self(ids.0))
    }
}
