//! Reasons why a proxy cannot start or does not forward a request.

use std::{error, fmt};

/// The reason why a proxy cannot start or does not forward a request.
///
/// The message says what is wrong and what to change. It never contains a URL, which may include a password or an API
/// key.
#[derive(Debug, Clone)]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

/// The kind of an error, which decides the status of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    /// The configuration is invalid.
    Config,
    /// The request cannot be forwarded.
    BadRequest,
    /// The request's body is a document that this build cannot read.
    UnsupportedDocument,
    /// The request's body is larger than the limit.
    TooLarge,
    /// There are too many concurrent requests.
    Busy,
    /// The server did not answer in time.
    Timeout,
    /// The server could not be reached, or did not answer with HTTP.
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
        let advice = "send a smaller one, or raise the body limit of this proxy";
        Self::new(ErrorKind::TooLarge, format!("the request's body has more than {limit} bytes: {advice}"))
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

/// Formats an error and its causes as one line. A cause that an earlier message already contains is left out.
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
