//! What was found.

use super::finding::{self, Finding, Mark};
use super::heard::{Form, Heard};
use super::pacing::Pacing;
use super::reading::Read;
use super::sizes::Sizes;
use super::trouble::Trouble;
use crate::gateway::probe;
use crate::negotiation::{ACCEPT_POST, DOCUMENT, OFFER, Said};
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, LOCATION, SERVER};
use serde::Serialize;

/// What an examination found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// What was asked.
    pub url: String,
    /// Whether requests, and the keys in them, can be read on the way.
    pub open_to_others: bool,
    /// Why there is no answer.
    pub trouble: Option<Trouble>,
    /// Of the answer.
    pub status: Option<u16>,
    /// As in `HTTP/2.0`.
    pub http: Option<String>,
    /// The answer's `Content-Type`.
    pub content_type: Option<String>,
    /// The answer's `Content-Encoding`.
    pub content_encoding: Option<String>,
    /// The answer's `Server`.
    pub server: Option<String>,
    /// Where the answer sends its client.
    pub location: Option<String>,
    /// Up to the answer's headers, on a connection that was there.
    pub round_trip_ms: Option<f64>,
    /// What the far side says it can write.
    pub negotiated: Option<Negotiated>,
    /// Whether a `tokenwire connect` answered, which turns streams back into events.
    pub restored: bool,
    /// What came of the probe's events.
    pub stream: Option<Stream>,
    /// All that in words.
    pub findings: Vec<Finding>,
    /// Whether token streams come through, each event at its time.
    pub good: bool,
}

/// What a far side says it can write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Negotiated {
    /// Of the negotiation.
    pub version: String,
    /// Ways of writing symbols.
    pub coders: Vec<String>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Whether request bodies may be documents.
    pub documents: bool,
}

/// A table by its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// As it was written.
    pub number: String,
    /// Release and encoding; none for what is not known here.
    pub name: Option<String>,
}

/// What came of the probe's events.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stream {
    /// Whether its type was changed on the way.
    pub renamed: bool,
    /// The table it was written with.
    pub table: Option<String>,
    /// Why it is not whole.
    pub wrong: Option<String>,
    /// Whether the events are those that the probe has.
    pub expected: bool,
    /// When they came.
    pub pacing: Option<Pacing>,
    /// What would be saved.
    pub sizes: Option<Sizes>,
}

impl Report {
    pub(super) fn new(url: String, open_to_others: bool) -> Self {
        Self { url, open_to_others, ..Self::default() }
    }

    /// Takes what an answer says.
    pub(super) async fn hear(&mut self, heard: Heard) {
        self.status = Some(heard.status.as_u16());
        self.http = Some(format!("{:?}", heard.version));
        self.content_type = heard.header(&CONTENT_TYPE);
        self.content_encoding = heard.header(&CONTENT_ENCODING);
        (self.server, self.location) = (heard.header(&SERVER), heard.header(&LOCATION));
        self.negotiated = Negotiated::of(&heard);
        self.restored = heard.form == Form::Restored;
        if let Some(read) = &heard.read {
            self.stream = Some(Stream::of(read, heard.form).await);
        }
    }

    /// Says in words what was found.
    pub(super) fn conclude(&mut self) {
        self.findings = finding::all(self);
        self.good = self.findings.iter().all(|finding| finding.mark != Mark::Bad);
    }
}

impl Negotiated {
    fn of(heard: &Heard) -> Option<Self> {
        let said = Said::parse(&heard.header(&OFFER)?)?;
        let tables = said.tables.into_iter().map(Table::of).collect();
        let documents = heard.header(&ACCEPT_POST).is_some_and(|types| types.contains(DOCUMENT));
        Some(Self { version: said.version, coders: said.coders, tables, documents })
    }
}

impl Table {
    fn of(number: String) -> Self {
        let name = number.parse().ok().and_then(|number| {
            let (table, encoding) = tokenwire::Table::numbered(number).ok()?;
            Some(format!("{}/{}", table.name().split('/').next()?, encoding.name()))
        });
        Self { number, name }
    }
}

impl Stream {
    async fn of(read: &Read, form: Form) -> Self {
        let sent = probe::events().map(|(_, event)| event.into_bytes());
        Self {
            renamed: form == Form::Renamed,
            table: read.table.map(str::to_owned),
            wrong: read.wrong.clone(),
            expected: sent.eq(read.events.iter().cloned()),
            pacing: Pacing::of(&read.times),
            sizes: Sizes::of(read).await,
        }
    }
}
