//! Why a proxy cannot start, and why a request is not forwarded.

use std::{error, fmt};

/// Why a proxy cannot start, or, within this crate, why a request is not forwarded.
///
/// Its message says what to change. It never contains an address, which may include a password.
#[derive(Debug, Clone)]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

/// Kinds of errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    /// A setting cannot be used.
    Config,
    /// The request cannot be forwarded.
    BadRequest,
    /// The request's body is a document that this build cannot read.
    UnsupportedDocument,
    /// The request's body is over the limit.
    TooLarge,
    /// There are too many concurrent requests.
    Busy,
    /// The server did not answer in time.
    Timeout,
    /// The server could not be reached, or did not answer in HTTP.
    Unreachable,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Config, message)
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::BadRequest, message)
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        Self::new(ErrorKind::TooLarge, format!("the request's body has more than {limit} bytes"))
    }

    pub(crate) fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl error::Error for Error {}

/// Formats an error and its causes in one line, without repetitions.
pub(crate) fn with_causes(error: &dyn error::Error) -> String {
    let mut messages = vec![error.to_string()];
    let mut next = error.source();
    while let Some(cause) = next {
        let message = cause.to_string();
        if !messages.iter().any(|earlier| earlier.contains(&message)) {
            messages.push(message);
        }
        next = cause.source();
    }
    messages.join(": ")
}
