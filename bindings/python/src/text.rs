//! Text from Python and back, lone surrogates included.
//!
//! Python's `str` may hold halves of surrogate pairs, which UTF-8 has no place for. They are encoded as the three
//! bytes that Python's `surrogatepass` writes for them, and round-trip.

use crate::blob::Blob;
use crate::error::Error;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyBytes, PyString};
use std::ops::Deref;

/// The bytes of a `str`, or bytes as they are.
pub(crate) enum Text {
    Str(PyBackedStr),
    Bytes(Blob),
}

impl Text {
    /// Returns the text as an argument of the library.
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

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if !given.is_instance_of::<PyString>() {
            return given.extract().map(Self::Bytes);
        }
        if let Ok(text) = given.extract() {
            return Ok(Self::Str(text));
        }
        let py = given.py();
        let bytes = given.call_method1(intern!(py, "encode"), ("utf-8", intern!(py, "surrogatepass")))?;
        bytes.extract().map(Self::Bytes)
    }
}

/// Bytes as `str`.
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
