//! What was found, in words.

use super::advice;
use super::heard::is_ours;
use super::report::{Negotiated, Report, Stream};
use serde::Serialize;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at, in a word or two.
    pub what: &'static str,
    /// Whether it is as it should be.
    pub mark: Mark,
    /// What was found.
    pub said: String,
    /// More of that, line by line.
    pub details: Vec<String>,
    /// What to do.
    pub advice: Option<String>,
}

/// Whether something is as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// It is.
    Good,
    /// It could be better.
    Note,
    /// It is not, and token streams do not come through for that.
    Bad,
}

impl Finding {
    fn new(what: &'static str, mark: Mark, said: impl Into<String>) -> Self {
        Self { what, mark, said: said.into(), details: Vec::new(), advice: None }
    }

    fn advised(self, advice: impl Into<String>) -> Self {
        Self { advice: Some(advice.into()), ..self }
    }
}

/// In the order in which things can go wrong.
pub(super) fn all(report: &Report) -> Vec<Finding> {
    let mut all = vec![answers(report)];
    if report.trouble.is_some() {
        return all;
    }
    all.extend(report.open_to_others.then(open_to_others));
    all.push(negotiates(report));
    all.extend(report.negotiated.as_ref().map(tables));
    if let Some(stream) = &report.stream {
        all.extend(report.negotiated.as_ref().map(|negotiated| documents(negotiated.documents)));
        all.push(whole(stream));
        all.extend(buffering(stream));
        all.push(way(report, stream));
    }
    all
}

fn answers(report: &Report) -> Finding {
    if let Some(trouble) = &report.trouble {
        let said = format!("no: {}", trouble.said());
        return Finding::new("answers", Mark::Bad, said).advised(advice::trouble(trouble));
    }
    let (status, http) = (report.status.unwrap_or_default(), report.http.as_deref().unwrap_or_default());
    let time = report.round_trip_ms.map(|ms| format!(", {ms:.1} ms there and back")).unwrap_or_default();
    Finding::new("answers", Mark::Good, format!("status {status} over {http}{time}"))
}

fn open_to_others() -> Finding {
    let said = "requests, and API keys in them, can be read on the way";
    Finding::new("TLS", Mark::Note, said)
        .advised("give `tokenwire serve` --tls-cert and --tls-key, and use https://")
}

fn negotiates(report: &Report) -> Finding {
    let bad = |said: String| Finding::new("negotiates", Mark::Bad, said).advised(advice::foreign(report));
    match &report.stream {
        None => bad(foreign(report)),
        Some(_) if report.restored && !shares_a_table(report) => bad("no table that is known here".into()),
        Some(_) => Finding::new("negotiates", Mark::Good, negotiated(report)),
    }
}

fn negotiated(report: &Report) -> String {
    let said = report.negotiated.as_ref();
    let said = said.map(|said| format!("version {}, coders {}", said.version, said.coders.join(", ")));
    let said = said.unwrap_or_else(|| "yes, though it does not say what else it can write".into());
    if report.restored {
        format!("{said}; this is `tokenwire connect`, which gives events back: what is behind it negotiates")
    } else {
        said
    }
}

fn shares_a_table(report: &Report) -> bool {
    report
        .negotiated
        .as_ref()
        .is_some_and(|negotiated| negotiated.tables.iter().any(|table| table.name.is_some()))
}

/// What answered instead.
fn foreign(report: &Report) -> String {
    let status = report.status.unwrap_or_default();
    let kind = report.content_type.as_deref().unwrap_or("no Content-Type");
    if is_ours(kind) {
        return format!("not with this release: it sent {kind}");
    }
    let server = report.server.as_ref().map(|server| format!(", Server: {server}")).unwrap_or_default();
    format!("no, it knows nothing of token streams: status {status}, {kind}{server}")
}

fn tables(negotiated: &Negotiated) -> Finding {
    let (all, known) =
        (&negotiated.tables, negotiated.tables.iter().filter(|table| table.name.is_some()).count());
    let said = format!(
        "{}, {} known here",
        all.len(),
        if known == all.len() { "all".into() } else { known.to_string() }
    );
    let mark = if known == 0 { Mark::Note } else { Mark::Good };
    Finding { details: by_release(negotiated), ..Finding::new("tables", mark, said) }
}

/// `chat-2026: 1=cl100k_base, 2=o200k_base`, a line for each release.
fn by_release(negotiated: &Negotiated) -> Vec<String> {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for table in &negotiated.tables {
        let name = table.name.as_deref().unwrap_or("not known here/");
        let (release, encoding) = name.split_once('/').unwrap_or((name, ""));
        let entry = format!("{}={encoding}", table.number).trim_end_matches('=').to_owned();
        match lines.iter_mut().find(|(own, _)| own == release) {
            Some((_, entries)) => entries.push(entry),
            None => lines.push((release.to_owned(), vec![entry])),
        }
    }
    lines.into_iter().map(|(release, entries)| format!("{release}: {}", entries.join(", "))).collect()
}

fn documents(taken: bool) -> Finding {
    let said = if taken { "request bodies may be token documents" } else { "request bodies have to be JSON" };
    Finding::new("documents", if taken { Mark::Good } else { Mark::Note }, said)
}

fn whole(stream: &Stream) -> Finding {
    let bad = |said: String| Finding::new("stream", Mark::Bad, said).advised(advice::STREAM);
    match &stream.wrong {
        Some(wrong) => bad(format!("it did not come whole: {wrong}")),
        None if !stream.expected => bad("its events are not the ones that were sent".into()),
        None => Finding::new(
            "stream",
            Mark::Good,
            "whole: its end, its checksum and every event are as they should be",
        ),
    }
}

fn buffering(stream: &Stream) -> Option<Finding> {
    let pacing = stream.pacing?;
    let (events, arrivals, held) = (pacing.events, pacing.arrivals, pacing.held_ms);
    let at = format!(
        "{events} events, 100 ms apart, came in {arrivals} portion{}",
        if arrivals == 1 { "" } else { "s" }
    );
    Some(if pacing.is_held_back() {
        let said = format!("something holds events back, for up to {held} ms: {at}");
        Finding::new("buffering", Mark::Bad, said).advised(advice::BUFFERING)
    } else {
        Finding::new("buffering", Mark::Good, format!("none: {at}"))
    })
}

/// What something between did to the answer.
fn way(report: &Report, stream: &Stream) -> Finding {
    let kind = report.content_type.as_deref().unwrap_or("none");
    match &report.content_encoding {
        _ if stream.renamed => {
            let said = format!(
                "something changed the Content-Type to {kind}, so that no client knows it for a token stream"
            );
            Finding::new("on the way", Mark::Bad, said).advised(advice::TRANSFORMED)
        }
        Some(coding) => {
            let said = format!("something compresses the answer ({coding}), though it says no-transform");
            Finding::new("on the way", Mark::Note, said).advised(advice::TRANSFORMED)
        }
        None => Finding::new("on the way", Mark::Good, "nothing compresses it or changes its type"),
    }
}
