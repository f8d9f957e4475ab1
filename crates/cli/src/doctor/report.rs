//! The results of an examination.

use super::error::ProbeError;
use super::measurements::{Pacing, Sizes};
use super::response::{BodyKind, ProbeResponse, ReceivedBody};
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, LOCATION, SERVER};
use serde::Serialize;
use tokenwire_http::{OfferParameters, header, media_type, probe};

/// The results of an examination.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Report {
    /// The server's URL.
    pub(crate) url: String,
    /// Whether others on the network can read requests, and the API keys in them.
    pub(crate) exposed: bool,
    /// The error, if no response arrived.
    pub(crate) error: Option<ProbeError>,
    /// The status of the response.
    pub(crate) status: Option<u16>,
    /// The HTTP version of the response, such as `HTTP/2.0`.
    pub(crate) http: Option<String>,
    /// The `Content-Type` of the response.
    pub(crate) content_type: Option<String>,
    /// The `Content-Encoding` of the response.
    pub(crate) content_encoding: Option<String>,
    /// The `Server` header of the response.
    pub(crate) server: Option<String>,
    /// The `Location` header of the response.
    pub(crate) location: Option<String>,
    /// The time until the response headers arrive, on an open connection.
    pub(crate) round_trip_ms: Option<f64>,
    /// The coders and tables that the server offers.
    pub(crate) negotiated: Option<Negotiated>,
    /// Whether a `tokenwire connect` answered, which decodes token streams to events.
    pub(crate) decoded: bool,
    /// The events of the probe, as they arrived.
    pub(crate) stream: Option<Stream>,
    /// The findings, which describe the results in words.
    pub(crate) findings: Vec<Finding>,
    /// Whether token streams arrive complete and without delay.
    pub(crate) good: bool,
}

/// The coders and tables that a server offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Negotiated {
    /// The version of the negotiation.
    pub(crate) version: String,
    /// The names of stream coders.
    pub(crate) coders: Vec<String>,
    pub(crate) tables: Vec<Table>,
    /// Whether request bodies may be documents.
    pub(crate) documents: bool,
}

/// A table by its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Table {
    /// The number as the server wrote it.
    pub(crate) number: String,
    /// The release and the encoding, if this release of tokenwire knows the number.
    pub(crate) name: Option<String>,
}

/// The events of the probe, as they arrived.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Stream {
    /// Whether the `Content-Type` was changed in transit.
    pub(crate) retyped: bool,
    /// The name of the stream's table.
    pub(crate) table: Option<String>,
    /// The reason, if the stream is incomplete.
    pub(crate) error: Option<String>,
    /// Whether the events equal those of the probe.
    pub(crate) expected: bool,
    pub(crate) pacing: Option<Pacing>,
    pub(crate) sizes: Option<Sizes>,
}

/// The result of one check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    /// The subject of the check, in a word or two.
    pub(crate) topic: &'static str,
    pub(crate) mark: Mark,
    /// The result in words.
    pub(crate) message: String,
    /// Further lines of the message.
    pub(crate) details: Vec<String>,
    /// The next step for the user, if there is one.
    pub(crate) advice: Option<String>,
}

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Mark {
    Good,
    /// Token streams work, but something could be better.
    Note,
    /// Token streams do not work for this reason.
    Bad,
}

impl Report {
    pub(super) fn new(url: String, exposed: bool) -> Self {
        Self { url, exposed, ..Self::default() }
    }

    /// Adds the contents of a response.
    pub(super) fn add_response(&mut self, response: &ProbeResponse) {
        self.status = Some(response.status.as_u16());
        self.http = Some(format!("{:?}", response.version));
        self.content_type = response.header(&CONTENT_TYPE);
        self.content_encoding = response.header(&CONTENT_ENCODING);
        (self.server, self.location) = (response.header(&SERVER), response.header(&LOCATION));
        self.negotiated = Negotiated::from_response(response);
        self.decoded = response.kind == BodyKind::Decoded;
        if let Some(body) = &response.body {
            self.stream = Some(Stream::new(body, response.kind));
        }
    }
}

impl Negotiated {
    fn from_response(response: &ProbeResponse) -> Option<Self> {
        let offer = OfferParameters::parse(&response.header(&header::OFFER)?)?;
        let tables = offer.tables.into_iter().map(Table::from_number).collect();
        let accepted = response.header(&header::ACCEPT_POST);
        let documents = accepted.is_some_and(|types| types.contains(media_type::DOCUMENT));
        Some(Self { version: offer.version, coders: offer.coders, tables, documents })
    }
}

impl Table {
    fn from_number(number: String) -> Self {
        let name = number.parse().ok().and_then(|number| {
            let table = tokenwire::Table::from_number(number).ok()?;
            Some(format!("{}/{}", table.name().split('/').next()?, table.encoding()?))
        });
        Self { number, name }
    }
}

impl Stream {
    fn new(body: &ReceivedBody, kind: BodyKind) -> Self {
        let sent = probe::events().map(|(_, event)| event.into_bytes());
        Self {
            retyped: kind == BodyKind::RetypedStream,
            table: body.table.map(str::to_owned),
            error: body.error.clone(),
            expected: sent.eq(body.events.iter().cloned()),
            pacing: Pacing::from_times(&body.times),
            sizes: Sizes::new(&body.events, body.tokens, body.stream_bytes),
        }
    }
}
