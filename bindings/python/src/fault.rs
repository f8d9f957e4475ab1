//! Errors of the library as exceptions of `tokenwire.errors`.

use pyo3::exceptions::{PyBufferError, PyTypeError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};
use tokenwire::Error;

/// What a call can fail with.
pub(crate) enum Fault {
    /// Of the library.
    Wire(Error),
    /// Of the library, in this row of a column.
    Row(usize, Error),
    /// Of the interpreter, or of an argument.
    Python(PyErr),
}

impl Fault {
    /// Of this row, if it is of the library.
    pub(crate) fn in_row(self, row: usize) -> Self {
        match self {
            Self::Wire(error) => Self::Row(row, error),
            other => other,
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Wire(error)
    }
}

impl From<PyErr> for Fault {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

impl From<Fault> for PyErr {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Wire(error) => raised(&error, None),
            Fault::Row(row, error) => raised(&error, Some(row)),
            Fault::Python(error) => error,
        }
    }
}

fn raised(error: &Error, row: Option<usize>) -> PyErr {
    Python::attach(|py| exception(py, error, row).unwrap_or_else(|failed| failed))
}

/// The exception for it.
fn exception(py: Python<'_>, error: &Error, row: Option<usize>) -> PyResult<PyErr> {
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

/// An `UnknownIdError` for what does not even fit into the library's integers.
pub(crate) fn unknown_id(py: Python<'_>, position: usize, message: &str) -> PyErr {
    let raise = || {
        let details = PyDict::new(py);
        Place::Position(position).set(&details)?;
        Ok(PyErr::from_value(class(py, "UnknownIdError")?.call((message,), Some(&details))?))
    };
    raise().unwrap_or_else(|failed| failed)
}

/// An `UnknownIdError` for a null where a token id should be.
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

/// A better word for a wrong type; what else was raised, as by an interrupt, goes on.
pub(crate) fn instead(error: PyErr, better: impl FnOnce() -> PyErr) -> PyErr {
    let of_type = Python::attach(|py| {
        error.is_instance_of::<PyTypeError>(py) || error.is_instance_of::<PyBufferError>(py)
    });
    if of_type { better() } else { error }
}

/// A class of `tokenwire.errors`.
fn class<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    static ERRORS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let errors = ERRORS
        .get_or_try_init(py, || py.import("tokenwire.errors").map(|module| module.into_any().unbind()))?;
    let class = errors.bind(py).getattr(name)?;
    class.cast::<PyType>()?;
    Ok(class)
}

/// `python/tokenwire/errors.py` says what each is.
fn class_name(error: &Error) -> &'static str {
    match error {
        Error::UnknownId { .. }
        | Error::UnknownRank { .. }
        | Error::UnknownMappedId { .. }
        | Error::NoBytes { .. } => "UnknownIdError",
        Error::UnknownToken { .. } => "UnknownTokenError",
        Error::UnknownName { .. } => "UnknownNameError",
        Error::NotUtf8 { .. } => "NotUtf8Error",
        Error::LimitExceeded { .. } => "LimitError",
        Error::Unsupported { .. } | Error::NoTokenizer => "UnsupportedError",
        Error::OtherTable { .. } | Error::NoVocabulary => "OtherTableError",
        Error::Table { .. } => "CountsError",
        Error::Checksum { .. } => "ChecksumError",
        _ => "CorruptError",
    }
}

/// Where it is.
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

fn place(error: &Error) -> Place {
    match error {
        Error::Truncated { offset }
        | Error::Invalid { offset, .. }
        | Error::NotCanonical { offset, .. }
        | Error::ExtraField { offset }
        | Error::TrailingBytes { offset }
        | Error::Gzip { offset, .. }
        | Error::Zstd { offset, .. }
        | Error::NotUtf8 { offset }
        | Error::Checksum { offset }
        | Error::Aborted { offset } => Place::Offset(*offset),
        Error::UnknownId { position, .. }
        | Error::UnknownRank { position, .. }
        | Error::UnknownMappedId { position, .. }
        | Error::NoBytes { position, .. }
        | Error::UnknownToken { position, .. } => Place::Position(*position),
        Error::Table { line, .. } => Place::Line(*line),
        _ => Place::Nowhere,
    }
}
