//! Converts text from Python and back, including lone surrogates.
//!
//! A Python `str` can contain lone surrogates, which UTF-8 cannot express. They are encoded as the three bytes that
//! Python's error handler `surrogatepass` writes, so they round-trip.

use crate::blob::Blob;
use crate::error::Error;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyBytes, PyString};
use std::ops::Deref;

/// The UTF-8 of a `str`, or bytes, which need not be UTF-8.
pub(crate) enum Text {
    Str(PyBackedStr),
    Bytes(Blob),
}

impl Text {
    /// Returns the text as the library's argument type.
    pub(crate) fn with_special_tokens(&self, special_tokens: bool) -> tokenwire::Text<'_> {
        tokenwire::Text::new(&**self).with_special_tokens(special_tokens)
    }
}

impl Deref for Text {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Str(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Text {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if !obj.is_instance_of::<PyString>() {
            return obj.extract().map(Self::Bytes);
        }
        if let Ok(text) = obj.extract() {
            return Ok(Self::Str(text));
        }
        let py = obj.py();
        let bytes = obj.call_method1(intern!(py, "encode"), ("utf-8", intern!(py, "surrogatepass")))?;
        bytes.extract().map(Self::Bytes)
    }
}

/// Converts bytes to `str`, including lone surrogates.
pub(crate) fn to_str<'py>(py: Python<'py>, bytes: &[u8]) -> Result<Bound<'py, PyString>, Error> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(PyString::new(py, text)),
        Err(error) => with_surrogates(py, bytes)
            .map_err(|_| tokenwire::Error::NotUtf8 { offset: error.valid_up_to() }.into()),
    }
}

fn with_surrogates<'py>(py: Python<'py>, bytes: &[u8]) -> PyResult<Bound<'py, PyString>> {
    let pass = ("utf-8", intern!(py, "surrogatepass"));
    let text = PyBytes::new(py, bytes).call_method1(intern!(py, "decode"), pass)?;
    Ok(text.cast_into()?)
}
