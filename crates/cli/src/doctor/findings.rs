//! Describes the results of examining a server, with advice.

use super::error::{ProbeError, ProbeErrorKind};
use super::report::{Finding, Mark, Negotiated, Report, Stream};
use super::response::is_token_stream;

impl Finding {
    fn new(topic: &'static str, mark: Mark, message: impl Into<String>) -> Self {
        Self { topic, mark, message: message.into(), details: Vec::new(), advice: None }
    }

    fn with_advice(self, advice: impl Into<String>) -> Self {
        Self { advice: Some(advice.into()), ..self }
    }
}

/// Returns the findings, in the order of the steps of a request.
pub(super) fn all(report: &Report) -> Vec<Finding> {
    let mut all = vec![answers(report)];
    if report.error.is_some() {
        return all;
    }
    all.extend(report.exposed.then(exposed));
    all.push(negotiates(report));
    all.extend(report.negotiated.as_ref().map(tables));
    if let Some(stream) = &report.stream {
        all.extend(report.negotiated.as_ref().map(|negotiated| documents(negotiated.documents)));
        all.push(complete(stream));
        all.extend(buffering(stream));
        all.push(transformed(report, stream));
    }
    all
}

fn answers(report: &Report) -> Finding {
    if let Some(error) = &report.error {
        let message = format!("no: {}", describe(error));
        return Finding::new("answers", Mark::Bad, message).with_advice(advice_for_error(error));
    }
    let (status, http) = (report.status.unwrap_or_default(), report.http.as_deref().unwrap_or_default());
    let time = report.round_trip_ms.map(|ms| format!(", round trip {ms:.1} ms")).unwrap_or_default();
    Finding::new("answers", Mark::Good, format!("status {status} over {http}{time}"))
}

fn exposed() -> Finding {
    let message = "others on the network can read requests, and the API keys in them";
    Finding::new("TLS", Mark::Note, message)
        .with_advice("start `tokenwire serve` with --tls-cert and --tls-key, and use https://")
}

fn negotiates(report: &Report) -> Finding {
    let bad = |message: String| {
        Finding::new("negotiates", Mark::Bad, message).with_advice(advice_for_foreign_answer(report))
    };
    match &report.stream {
        None => bad(foreign_answer(report)),
        Some(_) if report.decoded && !shares_a_table(report) => {
            bad("no: the server offers no table that this release knows".into())
        }
        Some(_) => Finding::new("negotiates", Mark::Good, negotiated(report)),
    }
}

fn negotiated(report: &Report) -> String {
    let message = match &report.negotiated {
        Some(negotiated) => {
            format!("version {}, coders {}", negotiated.version, negotiated.coders.join(", "))
        }
        None => "yes, but the server does not list its coders and tables".into(),
    };
    if report.decoded {
        format!("{message}; `tokenwire connect` answered, and the server behind it sends token streams")
    } else {
        message
    }
}

fn shares_a_table(report: &Report) -> bool {
    report
        .negotiated
        .as_ref()
        .is_some_and(|negotiated| negotiated.tables.iter().any(|table| table.name.is_some()))
}

/// Describes a response that is not a token stream.
fn foreign_answer(report: &Report) -> String {
    let status = report.status.unwrap_or_default();
    let kind = report.content_type.as_deref().unwrap_or("no Content-Type");
    if is_token_stream(kind) {
        return format!("no: the server sent {kind}, which this release cannot read");
    }
    let server = report.server.as_ref().map(|server| format!(", Server: {server}")).unwrap_or_default();
    format!("no: the server does not support token streams: status {status}, {kind}{server}")
}

fn tables(negotiated: &Negotiated) -> Finding {
    let (all, known) =
        (&negotiated.tables, negotiated.tables.iter().filter(|table| table.name.is_some()).count());
    let which = if known == all.len() { "all".into() } else { known.to_string() };
    let message = format!("{}, {which} known to this release", all.len());
    let mark = if known == 0 { Mark::Note } else { Mark::Good };
    Finding { details: by_release(negotiated), ..Finding::new("tables", mark, message) }
}

/// Returns one line per release, such as `chat-2026: 1=cl100k_base, 2=o200k_base`.
fn by_release(negotiated: &Negotiated) -> Vec<String> {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for table in &negotiated.tables {
        let name = table.name.as_deref().unwrap_or("unknown/");
        let (release, encoding) = name.split_once('/').unwrap_or((name, ""));
        let entry = format!("{}={encoding}", table.number).trim_end_matches('=').to_owned();
        match lines.iter_mut().find(|(own, _)| own == release) {
            Some((_, entries)) => entries.push(entry),
            None => lines.push((release.to_owned(), vec![entry])),
        }
    }
    lines.into_iter().map(|(release, entries)| format!("{release}: {}", entries.join(", "))).collect()
}

fn documents(accepted: bool) -> Finding {
    let message = if accepted {
        "the server accepts request bodies as documents"
    } else {
        "the server accepts request bodies only as JSON"
    };
    Finding::new("documents", if accepted { Mark::Good } else { Mark::Note }, message)
}

fn complete(stream: &Stream) -> Finding {
    let bad = |message: String| Finding::new("stream", Mark::Bad, message).with_advice(COMPLETE_STREAM);
    match &stream.error {
        Some(error) => bad(format!("incomplete: {error}")),
        None if !stream.expected => bad("the events differ from those that the probe expects".into()),
        None => Finding::new("stream", Mark::Good, "complete, with every event and a matching checksum"),
    }
}

fn buffering(stream: &Stream) -> Option<Finding> {
    let pacing = stream.pacing?;
    let (events, arrivals, held) = (pacing.events, pacing.arrivals, pacing.held_ms);
    let plural = if arrivals == 1 { "" } else { "s" };
    let observed = format!("{events} events, 100 ms apart, arrived in {arrivals} burst{plural}");
    Some(if pacing.is_buffered() {
        let message = format!("events are buffered in transit for up to {held} ms: {observed}");
        Finding::new("buffering", Mark::Bad, message).with_advice(AVOID_BUFFERING)
    } else {
        Finding::new("buffering", Mark::Good, format!("none: {observed}"))
    })
}

/// Describes changes that a proxy between server and client made to the response.
fn transformed(report: &Report, stream: &Stream) -> Finding {
    let kind = report.content_type.as_deref().unwrap_or("none");
    match &report.content_encoding {
        _ if stream.retyped => {
            let message = format!(
                "the Content-Type was changed to {kind}, so clients do not recognize the token stream"
            );
            Finding::new("in transit", Mark::Bad, message).with_advice(AVOID_TRANSFORMATION)
        }
        Some(coding) => {
            let message = format!("the response was compressed with {coding}, despite no-transform");
            Finding::new("in transit", Mark::Note, message).with_advice(AVOID_TRANSFORMATION)
        }
        None => Finding::new(
            "in transit",
            Mark::Good,
            "the response arrives uncompressed and with its Content-Type",
        ),
    }
}

/// Advice about an incomplete stream.
const COMPLETE_STREAM: &str = "something between client and server changes or truncates bodies; to find it, run doctor \
     closer to `tokenwire serve`";

const AVOID_BUFFERING: &str = "turn off buffering in the proxies between client and server (nginx: proxy_buffering off; \
     Apache: flushpackets=on), and start `tokenwire serve` with a small --flush-ms; to find the proxy, run doctor closer \
     to `tokenwire serve`";

const AVOID_TRANSFORMATION: &str =
    "turn this off in the proxies between client and server, at least for application/vnd.tokenwire.stream";

/// Describes an error.
fn describe(error: &ProbeError) -> String {
    let short = match error.kind {
        ProbeErrorKind::Dns => "the host name has no address",
        ProbeErrorKind::Refused => "nothing listens on the port",
        ProbeErrorKind::Timeout => "no response arrived in time",
        ProbeErrorKind::Certificate => "the certificate is not trusted",
        ProbeErrorKind::Tls => "the TLS handshake failed",
        ProbeErrorKind::NotHttp => "the response is not HTTP",
        ProbeErrorKind::Unreachable => "the server cannot be reached",
    };
    format!("{short} ({})", error.cause)
}

/// Returns advice about an error.
fn advice_for_error(error: &ProbeError) -> &'static str {
    match error.kind {
        ProbeErrorKind::Dns => "check the spelling of the name, and that this machine can resolve names",
        ProbeErrorKind::Refused => "start `tokenwire serve --upstream URL` there, or check the port",
        ProbeErrorKind::Timeout => "check that no firewall blocks this machine, or raise --timeout SECONDS",
        ProbeErrorKind::Certificate => {
            "pass the certificate of the server's CA with --ca FILE, or continue anyway with --insecure"
        }
        ProbeErrorKind::Tls => "if the server does not use TLS, use http://",
        ProbeErrorKind::NotHttp => "if the server uses TLS, use https://; otherwise check the port",
        ProbeErrorKind::Unreachable => "check the address, and the route to it",
    }
}

/// Returns advice about a response that is not a token stream.
fn advice_for_foreign_answer(report: &Report) -> String {
    let url = report.url.trim_end_matches('/');
    let is_stream = report.content_type.as_deref().is_some_and(is_token_stream);
    match report.status.unwrap_or_default() {
        _ if is_stream || report.negotiated.is_some() => {
            "use the same release of tokenwire on both sides".into()
        }
        300..=399 => match &report.location {
            Some(location) => format!("examine the server that it redirects to: tokenwire doctor {location}"),
            None => advise_serve(url),
        },
        401 | 403 | 407 => {
            format!(
                "a proxy in front of the server requires authentication; behind that proxy, {}",
                advise_serve(url)
            )
        }
        502..=504 => format!(
            "the server is overloaded or down; try again; if it is not `tokenwire serve`, {}",
            advise_serve(url)
        ),
        _ => advise_serve(url),
    }
}

fn advise_serve(url: &str) -> String {
    format!("put a gateway in front of the server: tokenwire serve --upstream {url}")
}
