//! The error of a probe that received no response.

use serde::Serialize;
use std::error::Error;
use std::{io, iter};

/// The error of a probe that received no response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ProbeError {
    pub(crate) kind: ProbeErrorKind,
    /// The messages of the error and of its causes.
    pub(crate) cause: String,
}

/// The kinds of [`ProbeError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ProbeErrorKind {
    /// The name has no address.
    Dns,
    /// Nothing listens on the port.
    Refused,
    /// The server took too long.
    Timeout,
    /// The certificate is not trusted.
    Certificate,
    /// The TLS handshake failed: the server does not use TLS, or no version that this client supports.
    Tls,
    /// The response is not HTTP.
    NotHttp,
    /// Anything else.
    Unreachable,
}

impl From<&reqwest::Error> for ProbeError {
    fn from(error: &reqwest::Error) -> Self {
        // The first message only repeats the URL.
        let cause = error.source().map_or_else(|| error.to_string(), with_causes);
        let kind = if error.is_timeout() { ProbeErrorKind::Timeout } else { kind(error, &cause) };
        Self { kind, cause }
    }
}

fn kind(error: &reqwest::Error, cause: &str) -> ProbeErrorKind {
    let untrusted = |tls: &rustls::Error| matches!(tls, rustls::Error::InvalidCertificate(_));
    let refused = |io: &io::Error| io.kind() == io::ErrorKind::ConnectionRefused;
    let not_http = |http: &hyper::Error| http.is_parse() || http.is_incomplete_message();
    match () {
        () if has_cause(error, untrusted) => ProbeErrorKind::Certificate,
        () if has_cause(error, |_: &rustls::Error| true) => ProbeErrorKind::Tls,
        () if has_cause(error, refused) => ProbeErrorKind::Refused,
        // The type of this error is private.
        () if cause.contains("dns error") => ProbeErrorKind::Dns,
        () if has_cause(error, not_http) => ProbeErrorKind::NotHttp,
        () => ProbeErrorKind::Unreachable,
    }
}

/// Returns whether the error or one of its causes has the type `E` and meets the condition.
fn has_cause<E: Error + 'static>(error: &(dyn Error + 'static), is: impl Fn(&E) -> bool) -> bool {
    let mut causes = iter::successors(Some(error), |cause| source(*cause));
    causes.any(|cause| cause.downcast_ref::<E>().is_some_and(&is))
}

/// Returns the next cause. For an I/O error, this is the inner error, which its own `source` skips.
fn source<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => Some(inner),
        None => cause.source(),
    }
}

/// Formats an error and its causes on one line, without repetitions.
pub(crate) fn with_causes(error: &(dyn Error + 'static)) -> String {
    let mut messages = vec![error.to_string()];
    for cause in iter::successors(error.source(), |cause| (*cause).source()) {
        let message = cause.to_string();
        if !messages.iter().any(|earlier| earlier.contains(&message)) {
            messages.push(message);
        }
    }
    messages.join(": ")
}
