//! Bytes from Python: `bytes` in place, other buffers copied.

use crate::error;
use pyo3::buffer::PyBuffer;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyString};
use std::ops::Deref;

/// The bytes of a bytes-like object.
pub(crate) enum Blob {
    Bytes(PyBackedBytes),
    Copy(Vec<u8>),
}

impl Deref for Blob {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Copy(bytes) => bytes,
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Blob {
    type Error = PyErr;

    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if given.is_instance_of::<PyBytes>() {
            return given.extract().map(Self::Bytes).map_err(Into::into);
        }
        let buffer = PyBuffer::<u8>::get(&given)
            .map_err(|error| error::clearer_type_error(error, || type_error(given)))?;
        if !buffer.is_c_contiguous() {
            return Err(PyValueError::new_err("the bytes are not contiguous: give bytes(...) of them"));
        }
        buffer.to_vec(given.py()).map(Self::Copy)
    }
}

fn type_error(given: Borrowed<'_, '_, PyAny>) -> PyErr {
    let kind = given.get_type().to_string();
    let hint = if given.is_instance_of::<PyString>() { ": text has to be encoded first" } else { "" };
    PyTypeError::new_err(format!("expected bytes, bytearray or a memoryview of bytes, not {kind}{hint}"))
}
