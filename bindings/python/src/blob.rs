//! Bytes from Python: `bytes` objects are read in place, other buffers are copied.

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

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if obj.is_instance_of::<PyBytes>() {
            return obj.extract().map(Self::Bytes).map_err(Into::into);
        }
        let buffer = PyBuffer::<u8>::get(&obj)
            .map_err(|error| error::clearer_type_error(error, || type_error(obj)))?;
        if !buffer.is_c_contiguous() {
            return Err(PyValueError::new_err(
                "the bytes are not contiguous; pass a copy made with bytes(...)",
            ));
        }
        buffer.to_vec(obj.py()).map(Self::Copy)
    }
}

fn type_error(obj: Borrowed<'_, '_, PyAny>) -> PyErr {
    let kind = error::type_name(&obj);
    let hint = if obj.is_instance_of::<PyString>() { "; encode the text with .encode()" } else { "" };
    PyTypeError::new_err(format!("expected bytes, bytearray or a memoryview of bytes, not {kind}{hint}"))
}
