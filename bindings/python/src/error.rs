//! Errors of the library as exceptions of `tokenwire.errors`.

use pyo3::exceptions::{PyBufferError, PyTypeError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};

/// What a call can fail with.
pub(crate) enum Error {
    /// An error of the library.
    Library(tokenwire::Error),
    /// An error of the library in one row of a column.
    Row(usize, tokenwire::Error),
    /// An exception of the interpreter, or of an argument's conversion.
    Python(PyErr),
}

impl Error {
    /// Adds the row to an error of the library.
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
            Error::Library(error) => raised(&error, None),
            Error::Row(row, error) => raised(&error, Some(row)),
            Error::Python(error) => error,
        }
    }
}

fn raised(error: &tokenwire::Error, row: Option<usize>) -> PyErr {
    Python::attach(|py| exception(py, error, row).unwrap_or_else(|failed| failed))
}

/// Builds the exception of an error.
fn exception(py: Python<'_>, error: &tokenwire::Error, row: Option<usize>) -> PyResult<PyErr> {
    let details = PyDict::new(py);
    place(error).set(&details)?;
    let mut message = error.to_string();
    if let Some(row) = row {
        details.set_item("row", row)?;
        message = format!("row {row}: {message}");
    }
    let instance = class(py, class_name(error))?.call((message,), Some(&details))?;
    Ok(PyErr::from_value(instance))
}

/// Builds an `UnknownIdError` for an integer that does not fit into the library's type.
pub(crate) fn unknown_id(py: Python<'_>, position: usize, message: &str) -> PyErr {
    let raise = || {
        let details = PyDict::new(py);
        Place::Position(position).set(&details)?;
        Ok(PyErr::from_value(class(py, "UnknownIdError")?.call((message,), Some(&details))?))
    };
    raise().unwrap_or_else(|failed| failed)
}

/// Builds an `UnknownIdError` for a null in a row of token ids.
pub(crate) fn null_id(py: Python<'_>, row: usize, position: usize) -> PyErr {
    let raise = || {
        let details = PyDict::new(py);
        Place::Position(position).set(&details)?;
        details.set_item("row", row)?;
        let message = format!("row {row}: null at position {position} is not a token id");
        Ok(PyErr::from_value(class(py, "UnknownIdError")?.call((message,), Some(&details))?))
    };
    raise().unwrap_or_else(|failed| failed)
}

/// Replaces a type error by a clearer one; other exceptions, such as an interrupt, stay.
pub(crate) fn clearer_type_error(error: PyErr, better: impl FnOnce() -> PyErr) -> PyErr {
    let of_type = Python::attach(|py| {
        error.is_instance_of::<PyTypeError>(py) || error.is_instance_of::<PyBufferError>(py)
    });
    if of_type { better() } else { error }
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

/// Returns the name of the exception class; `python/tokenwire/errors.py` describes each.
fn class_name(error: &tokenwire::Error) -> &'static str {
    match error {
        tokenwire::Error::UnknownId { .. }
        | tokenwire::Error::UnknownRank { .. }
        | tokenwire::Error::UnknownMappedId { .. }
        | tokenwire::Error::NoBytes { .. } => "UnknownIdError",
        tokenwire::Error::UnknownToken { .. } => "UnknownTokenError",
        tokenwire::Error::UnknownName { .. } => "UnknownNameError",
        tokenwire::Error::NotUtf8 { .. } => "NotUtf8Error",
        tokenwire::Error::LimitExceeded { .. } => "LimitError",
        tokenwire::Error::Unsupported { .. } | tokenwire::Error::NoTokenizer => "UnsupportedError",
        tokenwire::Error::OtherTable { .. } | tokenwire::Error::NoVocabulary => "OtherTableError",
        tokenwire::Error::Table { .. } => "CountsError",
        tokenwire::Error::Checksum { .. } => "ChecksumError",
        _ => "CorruptError",
    }
}

/// Where an error is, as an attribute of its exception.
enum Place {
    Offset(usize),
    Position(usize),
    Line(usize),
    Nowhere,
}

impl Place {
    fn set(&self, details: &Bound<'_, PyDict>) -> PyResult<()> {
        match self {
            Self::Offset(offset) => details.set_item("offset", offset),
            Self::Position(position) => details.set_item("position", position),
            Self::Line(line) => details.set_item("line", line),
            Self::Nowhere => Ok(()),
        }
    }
}

fn place(error: &tokenwire::Error) -> Place {
    match error {
        tokenwire::Error::Truncated { offset }
        | tokenwire::Error::Invalid { offset, .. }
        | tokenwire::Error::NotCanonical { offset, .. }
        | tokenwire::Error::ExtraField { offset }
        | tokenwire::Error::TrailingBytes { offset }
        | tokenwire::Error::Gzip { offset, .. }
        | tokenwire::Error::Zstd { offset, .. }
        | tokenwire::Error::NotUtf8 { offset }
        | tokenwire::Error::Checksum { offset }
        | tokenwire::Error::Aborted { offset } => Place::Offset(*offset),
        tokenwire::Error::UnknownId { position, .. }
        | tokenwire::Error::UnknownRank { position, .. }
        | tokenwire::Error::UnknownMappedId { position, .. }
        | tokenwire::Error::NoBytes { position, .. }
        | tokenwire::Error::UnknownToken { position, .. } => Place::Position(*position),
        tokenwire::Error::Table { line, .. } => Place::Line(*line),
        _ => Place::Nowhere,
    }
}
