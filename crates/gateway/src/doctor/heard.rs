//! An answer to the probe: its headers, and what was read of it.

use super::pacing::Pacing;
use super::reading::{self, Read};
use crate::negotiation::{Answer, CONTENT_TYPE, OFFER, STREAM, Said};
use http::header::{CONTENT_TYPE as TYPE, HeaderName};
use http::{HeaderMap, StatusCode, Version};
use reqwest::Response;

/// What an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A token stream.
    Stream,
    /// A token stream whose type was changed on the way.
    Renamed,
    /// A token stream of a version that is not known here.
    Newer,
    /// Events that somebody else made of a token stream.
    Restored,
    /// Nothing of ours.
    Other,
}

pub(super) struct Heard {
    pub(super) status: StatusCode,
    pub(super) version: Version,
    pub(super) headers: HeaderMap,
    pub(super) form: Form,
    pub(super) read: Option<Read>,
}

impl Heard {
    /// Reads an answer as far as it is one to the probe.
    pub(super) async fn of(response: Response) -> Self {
        let (head, body) = http::Response::from(response).into_parts();
        let form = Form::of(head.status, &head.headers);
        let read = match form {
            Form::Stream | Form::Renamed => Some(reading::stream(&head.headers, body).await),
            Form::Restored => Some(reading::events(&head.headers, body).await),
            Form::Newer | Form::Other => None,
        };
        Self { status: head.status, version: head.version, headers: head.headers, form, read }
    }

    pub(super) fn header(&self, name: &HeaderName) -> Option<String> {
        text(&self.headers, name).map(str::to_owned)
    }

    /// As far as that can be told: what did not come whole says nothing of its pace.
    pub(super) fn is_held_back(&self) -> bool {
        let whole = self.read.as_ref().is_some_and(|read| read.wrong.is_none());
        whole && self.pacing().is_some_and(|pacing| pacing.is_held_back())
    }

    pub(super) fn arrivals(&self) -> usize {
        self.pacing().map_or(0, |pacing| pacing.arrivals)
    }

    fn pacing(&self) -> Option<Pacing> {
        self.read.as_ref().and_then(|read| Pacing::of(&read.times))
    }
}

impl Form {
    fn of(status: StatusCode, headers: &HeaderMap) -> Self {
        let content_type = text(headers, &TYPE).unwrap_or_default();
        let offers = text(headers, &OFFER).and_then(Said::parse).is_some();
        match Answer::is_readable(content_type) {
            Some(true) if status.is_success() => Self::Stream,
            Some(false) => Self::Newer,
            _ if !status.is_success() => Self::Other,
            _ if headers.contains_key(CONTENT_TYPE) => Self::Renamed,
            _ if offers && content_type.starts_with("text/event-stream") => Self::Restored,
            _ => Self::Other,
        }
    }
}

/// The name that an answer of ours has.
pub(super) fn is_ours(content_type: &str) -> bool {
    content_type.to_ascii_lowercase().starts_with(STREAM)
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
