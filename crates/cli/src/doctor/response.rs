//! The response to a probe: its headers, its events and their arrival times.

use super::error::with_causes;
use super::measurements::Pacing;
use crate::shared::events::{encode_flushed, take_event};
use http::header::{CONTENT_TYPE, HeaderName};
use http::{HeaderMap, StatusCode, Version};
use http_body::Body;
use reqwest::Response;
use std::future::poll_fn;
use std::pin::pin;
use std::time::{Duration, Instant};
use tokenwire_chat::{Decoder, Encoder};
use tokenwire_http::media_type::STREAM;
use tokenwire_http::{Answer, OfferParameters, decompress, header};

/// The kind of the response body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyKind {
    /// A token stream.
    Stream,
    /// A token stream whose `Content-Type` was changed in transit.
    RetypedStream,
    /// A token stream of a version that this release cannot read.
    NewerStream,
    /// Events that `tokenwire connect` decoded from a token stream.
    Decoded,
    /// Anything else.
    Other,
}

pub(super) struct ProbeResponse {
    pub(super) status: StatusCode,
    pub(super) version: Version,
    pub(super) headers: HeaderMap,
    pub(super) kind: BodyKind,
    /// The body, if it is a readable stream.
    pub(super) body: Option<ReceivedBody>,
}

impl ProbeResponse {
    /// Reads the response. The body is read to its end if it holds the events of a probe.
    pub(super) async fn receive(response: Response) -> Self {
        let (head, body) = http::Response::from(response).into_parts();
        let kind = BodyKind::from_head(head.status, &head.headers);
        let body = match kind {
            BodyKind::Stream | BodyKind::RetypedStream => Some(receive_stream(&head.headers, body).await),
            BodyKind::Decoded => Some(receive_events(&head.headers, body).await),
            BodyKind::NewerStream | BodyKind::Other => None,
        };
        Self { status: head.status, version: head.version, headers: head.headers, kind, body }
    }

    pub(super) fn header(&self, name: &HeaderName) -> Option<String> {
        text(&self.headers, name).map(str::to_owned)
    }

    /// Returns whether the events were buffered in transit. An incomplete stream is not evaluated.
    pub(super) fn is_buffered(&self) -> bool {
        let complete = self.body.as_ref().is_some_and(|body| body.error.is_none());
        complete && self.pacing().is_some_and(|pacing| pacing.is_buffered())
    }

    /// Returns the number of bursts in which the events arrived.
    pub(super) fn arrivals(&self) -> usize {
        self.pacing().map_or(0, |pacing| pacing.arrivals)
    }

    fn pacing(&self) -> Option<Pacing> {
        self.body.as_ref().and_then(|body| Pacing::from_times(&body.times))
    }
}

impl BodyKind {
    fn from_head(status: StatusCode, headers: &HeaderMap) -> Self {
        let content_type = text(headers, &CONTENT_TYPE).unwrap_or_default();
        let has_offer = text(headers, &header::OFFER).and_then(OfferParameters::parse).is_some();
        match Answer::is_readable(content_type) {
            Some(true) if status.is_success() => Self::Stream,
            Some(false) => Self::NewerStream,
            _ if !status.is_success() => Self::Other,
            _ if headers.contains_key(header::CONTENT_TYPE) => Self::RetypedStream,
            _ if has_offer && content_type.starts_with("text/event-stream") => Self::Decoded,
            _ => Self::Other,
        }
    }
}

/// Returns whether this `Content-Type` names a token stream of any version.
pub(super) fn is_token_stream(content_type: &str) -> bool {
    content_type.to_ascii_lowercase().starts_with(STREAM)
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The events of a response body.
#[derive(Debug, Default)]
pub(super) struct ReceivedBody {
    pub(super) events: Vec<Vec<u8>>,
    /// The arrival time of the last byte of each event.
    pub(super) times: Vec<Duration>,
    /// The size of the token stream.
    pub(super) stream_bytes: usize,
    pub(super) tokens: usize,
    pub(super) table: Option<&'static str>,
    /// The reason, if the body is incomplete.
    pub(super) error: Option<String>,
}

/// The maximum size of a body, which no probe reaches.
const MAX_BYTES: usize = 1 << 20;

/// Receives and decodes a token stream.
async fn receive_stream(headers: &HeaderMap, body: reqwest::Body) -> ReceivedBody {
    let (mut received, mut decoder) = (ReceivedBody::default(), Decoder::new());
    let chunks = for_each_chunk(headers, body, |bytes, time| {
        decoder.push(bytes);
        received.stream_bytes += bytes.len();
        received.take_events(&mut decoder, time)
    });
    let result = chunks.await.and_then(|()| decoder.finish().map_err(|error| error.to_string()));
    received.table = decoder.header().ok().flatten().map(|header| header.table().name());
    received.error = result.err();
    received
}

/// Receives events that `tokenwire connect` decoded, and computes the size of their token stream.
async fn receive_events(headers: &HeaderMap, body: reqwest::Body) -> ReceivedBody {
    let (mut received, mut rest) = (ReceivedBody::default(), Vec::new());
    let chunks = for_each_chunk(headers, body, |bytes, time| {
        rest.extend_from_slice(bytes);
        while let Some(event) = take_event(&mut rest) {
            received.add(event, time);
        }
        Ok(())
    });
    received.error = chunks.await.err();
    // An incomplete last event is missing from `events`, which the comparison with the probe detects.
    if let Ok((bytes, tokens)) = encoded_size(&received.events) {
        (received.stream_bytes, received.tokens) = (bytes, tokens);
    }
    received
}

impl ReceivedBody {
    fn add(&mut self, event: Vec<u8>, time: Duration) {
        self.events.push(event);
        self.times.push(time);
    }

    fn take_events(&mut self, decoder: &mut Decoder, time: Duration) -> Result<(), String> {
        while let Some(event) = decoder.next_event().map_err(|error| error.to_string())? {
            self.tokens += event.ids.len();
            self.add(event.bytes.to_vec(), time);
        }
        Ok(())
    }
}

/// Decodes the content coding of a body, and calls `take` with each chunk and its arrival time.
async fn for_each_chunk(
    headers: &HeaderMap,
    body: reqwest::Body,
    mut take: impl FnMut(&[u8], Duration) -> Result<(), String>,
) -> Result<(), String> {
    let body = decompress(headers, body).ok_or("unknown Content-Encoding")?;
    let (mut body, start, mut size) = (pin!(body), Instant::now(), 0);
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let Ok(bytes) = frame.map_err(|error| with_causes(&*error))?.into_data() else { continue };
        size += bytes.len();
        if size > MAX_BYTES {
            return Err(format!("the body is larger than {MAX_BYTES} bytes"));
        }
        take(&bytes, start.elapsed())?;
    }
    Ok(())
}

/// Encodes the events as a token stream, flushed after each event. Returns its size and its number of tokens.
fn encoded_size(events: &[Vec<u8>]) -> tokenwire::Result<(usize, usize)> {
    let mut encoder = Encoder::new();
    let stream = encode_flushed(&mut encoder, events)?;
    Ok((stream.len(), encoder.token_count()))
}
