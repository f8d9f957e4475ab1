//! What to do about a finding.

use super::error::{ProbeError, ProbeErrorKind};
use super::report::Report;
use super::response::is_token_stream;

pub(super) const STREAM: &str = "something on the way changes or cuts bodies: try again closer to `tokenwire serve`, until the stream is complete";

pub(super) const BUFFERING: &str = "switch buffering off in the proxies between (nginx: proxy_buffering off; Apache: flushpackets=on), and give \
     `tokenwire serve` a small --flush-ms; try closer to it, to see where the buffering begins";

pub(super) const TRANSFORMED: &str =
    "switch that off in the proxies between, for application/vnd.tokenwire.stream at least";

/// Describes an error.
pub(super) fn describe(error: &ProbeError) -> String {
    let short = match error.kind {
        ProbeErrorKind::Dns => "this name has no address",
        ProbeErrorKind::Refused => "nothing listens there",
        ProbeErrorKind::Timeout => "no answer arrived in time",
        ProbeErrorKind::Certificate => "its certificate is not trusted",
        ProbeErrorKind::Tls => "the TLS handshake failed",
        ProbeErrorKind::NotHttp => "the answer is not HTTP",
        ProbeErrorKind::Unreachable => "it cannot be reached",
    };
    format!("{short} ({})", error.cause)
}

/// Returns what to do about an error.
pub(super) fn for_error(error: &ProbeError) -> &'static str {
    match error.kind {
        ProbeErrorKind::Dns => "check the spelling of the name, and that this machine can look up names",
        ProbeErrorKind::Refused => "start `tokenwire serve --upstream URL` there, or check the port",
        ProbeErrorKind::Timeout => {
            "check that no firewall blocks this machine, or wait longer with --timeout SECONDS"
        }
        ProbeErrorKind::Certificate => {
            "name its authority with --ca FILE, or continue anyway with --insecure"
        }
        ProbeErrorKind::Tls => "if the server speaks no TLS, use http://",
        ProbeErrorKind::NotHttp => "if the server speaks TLS, use https://; otherwise check the port",
        ProbeErrorKind::Unreachable => "check the address and the route",
    }
}

/// Returns what to do about an answer that is no token stream.
pub(super) fn for_foreign_answer(report: &Report) -> String {
    let url = report.url.trim_end_matches('/');
    let is_stream = report.content_type.as_deref().is_some_and(is_token_stream);
    match report.status.unwrap_or_default() {
        _ if is_stream || report.negotiated.is_some() => {
            "use the same release of tokenwire on both sides".into()
        }
        300..=399 => match &report.location {
            Some(location) => format!("examine where it redirects its clients: tokenwire doctor {location}"),
            None => serve(url),
        },
        401 | 403 | 407 => {
            format!("something in front of it requires authentication; behind that, {}", serve(url))
        }
        502..=504 => format!(
            "the server is overloaded or down: try again; if it is no `tokenwire serve`, {}",
            serve(url)
        ),
        _ => serve(url),
    }
}

fn serve(url: &str) -> String {
    format!("put a gateway in front of it: tokenwire serve --upstream {url}")
}
