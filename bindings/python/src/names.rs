//! Names of encodings, coders and forms.

use crate::blob::Blob;
use crate::error::Error;
use pyo3::prelude::*;
use tokenwire::{Coder, Encoding, Form};

/// Returns the name of the encoding that a model uses, such as `"o200k_base"` for `"gpt-4o"`.
#[pyfunction]
pub(crate) fn encoding_for_model(model: &str) -> Result<&'static str, Error> {
    Ok(Encoding::for_model(model)?.name())
}

/// Returns the names of all encodings.
#[pyfunction]
pub(crate) fn encodings() -> Vec<&'static str> {
    Encoding::ALL.iter().map(|encoding| encoding.name()).collect()
}

/// Detects the form of encoded data from its first bytes: `"payload"`, `"gzip-payload"`, `"document"`, `"stream"` or
/// None.
#[pyfunction]
#[allow(clippy::needless_pass_by_value)] // pyo3 passes arguments by value.
pub(crate) fn form_of(data: Blob) -> Option<&'static str> {
    match Form::detect(&data)? {
        Form::Payload => Some("payload"),
        Form::GzipPayload => Some("gzip-payload"),
        Form::Document => Some("document"),
        Form::Stream => Some("stream"),
        _ => None,
    }
}

/// Returns the names of all document coders, in the order of their numbers.
#[pyfunction]
pub(crate) fn coders() -> Vec<&'static str> {
    Coder::ALL.iter().map(|coder| coder.name()).collect()
}
