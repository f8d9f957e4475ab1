//! Encodings, coders and forms by name.

use crate::blob::Blob;
use crate::error::Error;
use pyo3::prelude::*;
use tokenwire::{Coder, Encoding, Form};

/// Returns the encoding that a model uses.
#[pyfunction]
pub(crate) fn encoding_for_model(model: &str) -> Result<&'static str, Error> {
    Ok(Encoding::for_model(model)?.name())
}

/// Returns the names of all encodings.
#[pyfunction]
pub(crate) fn encodings() -> Vec<&'static str> {
    Encoding::ALL.iter().map(|encoding| encoding.name()).collect()
}

/// Detects the form of these bytes by their beginning: `"payload"`, `"gzip-payload"`, `"document"`, `"stream"` or None.
#[pyfunction]
#[allow(clippy::needless_pass_by_value)] // An argument is owned.
pub(crate) fn form_of(data: Blob) -> Option<&'static str> {
    match Form::detect(&data)? {
        Form::Payload => Some("payload"),
        Form::GzipPayload => Some("gzip-payload"),
        Form::Document => Some("document"),
        Form::Stream => Some("stream"),
        _ => None,
    }
}

/// Returns the names of all coders that a document may have.
#[pyfunction]
pub(crate) fn coders() -> Vec<&'static str> {
    Coder::ALL.iter().map(|coder| coder.name()).collect()
}
