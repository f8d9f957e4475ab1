//! Converts errors of the library to the exceptions of `tokenwire.errors`.

use pyo3::exceptions::{PyBufferError, PyTypeError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};
use tokenwire::ErrorKind;

/// The error of a call from Python.
pub(crate) enum Error {
    /// An error of the library.
    Library(tokenwire::Error),
    /// An error of the library, with the row of the column.
    Row(usize, tokenwire::Error),
    /// A Python exception, for example from converting an argument.
    Python(PyErr),
}

impl Error {
    /// Adds the row number to an error of the library.
    pub(crate) fn in_row(self, row: usize) -> Self {
        match self {
            Self::Library(error) => Self::Row(row, error),
            other => other,
        }
    }
}

impl From<tokenwire::Error> for Error {
    fn from(error: tokenwire::Error) -> Self {
        Self::Library(error)
    }
}

impl From<PyErr> for Error {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

impl From<Error> for PyErr {
    fn from(error: Error) -> Self {
        match error {
            Error::Library(error) => to_exception(&error, None),
            Error::Row(row, error) => to_exception(&error, Some(row)),
            Error::Python(error) => error,
        }
    }
}

fn to_exception(error: &tokenwire::Error, row: Option<usize>) -> PyErr {
    Python::attach(|py| build_exception(py, error, row).unwrap_or_else(|failed| failed))
}

/// Builds the exception for an error of the library.
fn build_exception(py: Python<'_>, error: &tokenwire::Error, row: Option<usize>) -> PyResult<PyErr> {
    let kind = error.kind();
    let details = PyDict::new(py);
    if let Some(offset) = error.offset() {
        details.set_item("offset", offset)?;
    }
    if let Some(position) = error.position() {
        details.set_item(if kind == ErrorKind::Counts { "line" } else { "position" }, position)?;
    }
    let mut message = error.to_string();
    if let Some(row) = row {
        details.set_item("row", row)?;
        message = format!("row {row}: {message}");
    }
    let instance = class(py, class_name(kind))?.call((message,), Some(&details))?;
    Ok(PyErr::from_value(instance))
}

/// Builds an `UnknownIdError` for an integer that does not fit into the library's id type.
pub(crate) fn unknown_id(py: Python<'_>, position: usize, message: &str) -> PyErr {
    unknown_id_in(py, None, position, message).unwrap_or_else(|failed| failed)
}

/// Builds an `UnknownIdError` for a null in a row of token ids.
pub(crate) fn null_id(py: Python<'_>, row: usize, position: usize) -> PyErr {
    let message = format!(
        "row {row}: null at position {position} is not a token id; remove the nulls inside the lists"
    );
    unknown_id_in(py, Some(row), position, &message).unwrap_or_else(|failed| failed)
}

fn unknown_id_in(py: Python<'_>, row: Option<usize>, position: usize, message: &str) -> PyResult<PyErr> {
    let details = PyDict::new(py);
    details.set_item("position", position)?;
    if let Some(row) = row {
        details.set_item("row", row)?;
    }
    let class = class(py, class_name(ErrorKind::UnknownId))?;
    Ok(PyErr::from_value(class.call((message,), Some(&details))?))
}

/// Replaces a type error with a clearer one. Returns other exceptions, such as an interrupt, unchanged.
pub(crate) fn clearer_type_error(error: PyErr, better: impl FnOnce() -> PyErr) -> PyErr {
    let is_type_error = Python::attach(|py| {
        error.is_instance_of::<PyTypeError>(py) || error.is_instance_of::<PyBufferError>(py)
    });
    if is_type_error { better() } else { error }
}

/// Returns the name of the type of an object, for error messages.
pub(crate) fn type_name(obj: &Bound<'_, PyAny>) -> String {
    let kind = obj.get_type();
    kind.name().map_or_else(|_| kind.to_string(), |name| name.to_string())
}

/// Returns a class of `tokenwire.errors`.
fn class<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    static ERRORS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let errors = ERRORS
        .get_or_try_init(py, || py.import("tokenwire.errors").map(|module| module.into_any().unbind()))?;
    let class = errors.bind(py).getattr(name)?;
    class.cast::<PyType>()?;
    Ok(class)
}

/// Returns the name of the exception class for a kind. `python/tokenwire/errors.py` describes the classes.
fn class_name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Checksum => "ChecksumError",
        ErrorKind::Unsupported => "UnsupportedError",
        ErrorKind::WrongTable => "WrongTableError",
        ErrorKind::LimitExceeded => "LimitError",
        ErrorKind::UnknownId => "UnknownIdError",
        ErrorKind::UnknownToken => "UnknownTokenError",
        ErrorKind::UnknownName => "UnknownNameError",
        ErrorKind::NotUtf8 => "NotUtf8Error",
        ErrorKind::Counts => "CountsError",
        _ => "CorruptError",
    }
}
