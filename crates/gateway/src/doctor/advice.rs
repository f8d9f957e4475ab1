//! What to do.

use super::heard::is_ours;
use super::report::Report;
use super::trouble::{Kind, Trouble};

pub(super) const STREAM: &str = "something on the way changes or cuts bodies: try again nearer to `tokenwire serve`, until it comes whole";

pub(super) const BUFFERING: &str = "switch buffering off in the proxies between (nginx: proxy_buffering off; Apache: flushpackets=on), and give \
     `tokenwire serve` a small --flush-ms; try nearer to it, to see where it begins";

pub(super) const TRANSFORMED: &str =
    "switch that off in the proxies between, for application/vnd.tokenwire.stream at least";

impl Trouble {
    /// In words.
    pub(super) fn said(&self) -> String {
        let short = match self.kind {
            Kind::Dns => "this name has no address",
            Kind::Refused => "nothing listens there",
            Kind::Timeout => "nothing came in time",
            Kind::Certificate => "its certificate is not trusted",
            Kind::Tls => "TLS does not come about",
            Kind::NotHttp => "what came is not HTTP",
            Kind::Unreachable => "it cannot be reached",
        };
        format!("{short} ({})", self.cause)
    }
}

pub(super) fn trouble(trouble: &Trouble) -> &'static str {
    match trouble.kind {
        Kind::Dns => "check how the name is written, and that this machine can look names up",
        Kind::Refused => "start `tokenwire serve --upstream URL` there, or check the port",
        Kind::Timeout => {
            "check that a firewall lets this machine through, or wait longer with --timeout SECONDS"
        }
        Kind::Certificate => {
            "name its authority with --ca FILE, or look further all the same with --insecure"
        }
        Kind::Tls => "if it speaks no TLS, ask with http://",
        Kind::NotHttp => "if it speaks TLS, ask with https://; otherwise check the port",
        Kind::Unreachable => "check the address, and the way there",
    }
}

/// For an answer that is none of ours.
pub(super) fn foreign(report: &Report) -> String {
    let url = report.url.trim_end_matches('/');
    let ours = report.content_type.as_deref().is_some_and(is_ours);
    match report.status.unwrap_or_default() {
        _ if ours || report.negotiated.is_some() => "take the same release of tokenwire on both sides".into(),
        300..=399 => match &report.location {
            Some(location) => format!("ask where it sends its clients: tokenwire doctor {location}"),
            None => serve(url),
        },
        401 | 403 | 407 => format!("something before it wants to know who asks; behind that, {}", serve(url)),
        502..=504 => format!("it is not well: try again; if it is no `tokenwire serve`, {}", serve(url)),
        _ => serve(url),
    }
}

fn serve(url: &str) -> String {
    format!("put a gateway before it: tokenwire serve --upstream {url}")
}
