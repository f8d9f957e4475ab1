//! Encodings and coders by name.

use crate::blob::Blob;
use crate::error::Error;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use tokenwire::{Coder, Encoding, Form, StreamCoder};

/// The encoding that a model uses.
#[pyfunction]
pub(crate) fn encoding_for_model(model: &str) -> Result<&'static str, Error> {
    Ok(Encoding::for_model(model)?.name())
}

/// The names of all encodings.
#[pyfunction]
pub(crate) fn encodings() -> Vec<&'static str> {
    Encoding::ALL.iter().map(|encoding| encoding.name()).collect()
}

/// What these bytes begin as: `"payload"`, `"gzip payload"`, `"document"`, `"stream"` or None.
#[pyfunction]
#[allow(clippy::needless_pass_by_value)] // An argument is owned.
pub(crate) fn form_of(data: Blob) -> Option<&'static str> {
    match Form::of(&data)? {
        Form::Payload => Some("payload"),
        Form::GzipPayload => Some("gzip payload"),
        Form::Document => Some("document"),
        Form::Stream => Some("stream"),
        _ => None,
    }
}

/// The names of all coders that a document may have.
#[pyfunction]
pub(crate) fn coders() -> Vec<&'static str> {
    Coder::KNOWN.iter().map(|coder| coder.name()).collect()
}

pub(crate) fn coder(name: &str) -> PyResult<Coder> {
    let known = [&[Coder::Auto, Coder::Smallest], Coder::KNOWN].concat();
    let found = known.iter().find(|coder| coder.name() == name);
    found.copied().ok_or_else(|| unknown(name, known.iter().map(|coder| coder.name())))
}

pub(crate) fn stream_coder(name: &str) -> PyResult<StreamCoder> {
    let known = [StreamCoder::Varint, StreamCoder::Prefix];
    known
        .into_iter()
        .find(|coder| coder.name() == name)
        .ok_or_else(|| unknown(name, known.iter().map(|coder| coder.name())))
}

fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> PyErr {
    let known = known.collect::<Vec<_>>().join(", ");
    PyValueError::new_err(format!("no coder {name:?}; known: {known}"))
}
