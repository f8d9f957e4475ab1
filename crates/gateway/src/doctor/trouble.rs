//! Why there was no answer.

use crate::fault::causes;
use serde::Serialize;
use std::error::Error;
use std::io;

/// Why there was no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// In short.
    pub kind: Kind,
    /// In the words of what failed.
    pub cause: String,
}

/// Kinds of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The name has no address.
    Dns,
    /// Nothing listens there.
    Refused,
    /// Nothing came in time.
    Timeout,
    /// The certificate is not trusted.
    Certificate,
    /// There is no TLS, or none in common.
    Tls,
    /// What came is not HTTP.
    NotHttp,
    /// Something else.
    Unreachable,
}

impl Trouble {
    pub(super) fn of(error: &reqwest::Error) -> Self {
        // The first only says what was asked.
        let cause = error.source().map_or_else(|| error.to_string(), causes);
        let kind = if error.is_timeout() { Kind::Timeout } else { kind(error, &cause) };
        Self { kind, cause }
    }
}

fn kind(error: &reqwest::Error, cause: &str) -> Kind {
    if let Some(tls) = tls(error) {
        return tls;
    }
    let refused = of_kind::<io::Error>(error, |io| io.kind() == io::ErrorKind::ConnectionRefused);
    let parse = of_kind::<hyper::Error>(error, |hyper| hyper.is_parse() || hyper.is_incomplete_message());
    match () {
        () if refused => Kind::Refused,
        // Its type is nobody's to see.
        () if cause.contains("dns error") => Kind::Dns,
        () if parse => Kind::NotHttp,
        () => Kind::Unreachable,
    }
}

fn tls(error: &reqwest::Error) -> Option<Kind> {
    let certificate = |tls: &rustls::Error| matches!(tls, rustls::Error::InvalidCertificate(_));
    match () {
        () if of_kind(error, certificate) => Some(Kind::Certificate),
        () if of_kind(error, |_: &rustls::Error| true) => Some(Kind::Tls),
        () => None,
    }
}

/// Whether some cause is of this type and like this.
fn of_kind<E: Error + 'static>(error: &(dyn Error + 'static), is: impl Fn(&E) -> bool) -> bool {
    let mut causes = std::iter::successors(Some(error), |cause| below(*cause));
    causes.any(|cause| cause.downcast_ref::<E>().is_some_and(&is))
}

/// What an I/O error holds is a cause too, which it does not say itself.
fn below<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(held) => Some(held),
        None => cause.source(),
    }
}
