//! Arrays over the Arrow C data interface.

use crate::error::Error;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::{Array, ArrayRef};
use arrow_schema::ArrowError;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::PyArray;

/// An input array of another Arrow library, read in place.
pub(crate) struct InputArray {
    pub(super) array: ArrayRef,
    /// The name of the array's type in that library, for error messages.
    kind: String,
}

impl<'py> FromPyObject<'_, 'py> for InputArray {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let array: PyArray = obj.extract()?;
        let kind = obj.getattr("type")?.to_string();
        Ok(Self { array: array.into_inner().0, kind })
    }
}

impl InputArray {
    /// Returns the error for an array that is not of the expected type.
    pub(super) fn type_error(&self, expected: &str) -> PyErr {
        PyTypeError::new_err(format!(
            "expected {expected}, not {}; convert the column with .cast(...)",
            self.kind
        ))
    }
}

/// An output array, which consumers import over the C data interface.
#[pyclass(module = "tokenwire._native.arrow", name = "Array", frozen)]
pub(crate) struct OutputArray(pub(super) ArrayRef);

#[pymethods]
impl OutputArray {
    /// Exports the array. The requested schema is ignored, as the interface allows: consumers cast the result.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyCapsule>, Bound<'py, PyCapsule>)> {
        drop(requested_schema);
        let schema = FFI_ArrowSchema::try_from(self.0.data_type()).map_err(arrow_error)?;
        let array = FFI_ArrowArray::new(&self.0.to_data());
        let schema = PyCapsule::new_with_value(py, schema, c"arrow_schema")?;
        Ok((schema, PyCapsule::new_with_value(py, array, c"arrow_array")?))
    }
}

/// Converts an error of the arrow crates to a `ValueError`.
#[allow(clippy::needless_pass_by_value)] // For `map_err`.
pub(super) fn arrow_error(error: ArrowError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

impl From<ArrowError> for Error {
    fn from(error: ArrowError) -> Self {
        Self::Python(arrow_error(error))
    }
}
