//! What is written of a recording, a write at a time.

use super::fault::Mishap;
use super::recording::Recording;
use super::shape::Shape;
use bytes::Bytes;
use std::ops::Range;

/// Events, something that was not recorded, events; and how it ends.
#[derive(Debug)]
pub(super) struct Track {
    recording: Recording,
    before: Range<usize>,
    between: Option<Bytes>,
    after: Range<usize>,
    pub(super) ending: Ending,
    per_write: usize,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Ending {
    /// As HTTP ends a body.
    Whole,
    /// Nothing comes, nor the end.
    Stall,
    /// The connection is dropped.
    Cut,
}

/// Where a big event goes: behind what opens a message, in every shape.
const OPENED: usize = 4;

impl Track {
    pub(super) fn new(recording: &Recording, mishap: Option<Mishap>, per_write: usize) -> Self {
        let len = recording.len();
        let (at, between, ending) = turn(recording, mishap);
        let at = at.min(len);
        let after = if matches!(mishap, Some(Mishap::Big(_))) { at..len } else { len..len };
        Self { recording: recording.clone(), before: 0..at, between, after, ending, per_write }
    }

    /// What the next write has; None at the end.
    pub(super) fn next(&mut self) -> Option<Bytes> {
        let before = take(&mut self.before, self.per_write).map(|events| self.recording.events(events));
        before
            .or_else(|| self.between.take())
            .or_else(|| take(&mut self.after, self.per_write).map(|events| self.recording.events(events)))
    }
}

/// After how many events what comes instead, and how it ends.
fn turn(recording: &Recording, mishap: Option<Mishap>) -> (usize, Option<Bytes>, Ending) {
    let shape = Shape::of(recording);
    match mishap {
        None => (recording.len(), None, Ending::Whole),
        Some(Mishap::Stall(at)) => (at, None, Ending::Stall),
        Some(Mishap::Cut(at)) => (at, Some(half(recording, at)), Ending::Cut),
        Some(Mishap::HalfUtf8(at)) => (at, Some(half_character(recording, at)), Ending::Cut),
        Some(Mishap::ErrorEvent(at)) => (at, Some(shape.error_event().into()), Ending::Whole),
        Some(Mishap::Big(bytes)) => (OPENED, Some(shape.text_event(&text(bytes)).into()), Ending::Whole),
    }
}

fn take(events: &mut Range<usize>, most: usize) -> Option<Range<usize>> {
    let first = events.start;
    events.start = first.saturating_add(most).min(events.end);
    (first < events.start).then_some(first..events.start)
}

/// The first half of an event.
fn half(recording: &Recording, event: usize) -> Bytes {
    let whole = recording.events(event..event + 1);
    whole.slice(..whole.len() / 2)
}

/// An event up to the middle of a character; of its own, if it has one of several bytes.
fn half_character(recording: &Recording, event: usize) -> Bytes {
    let own = recording.events(event..event + 1);
    up_to_half(&own).unwrap_or_else(|| {
        let other = Bytes::from(Shape::of(recording).text_event("Å"));
        up_to_half(&other).unwrap_or(other)
    })
}

fn up_to_half(bytes: &Bytes) -> Option<Bytes> {
    let lead = bytes.iter().position(|byte| *byte >= 0xc2)?;
    Some(bytes.slice(..=lead))
}

/// So many bytes of words.
fn text(bytes: usize) -> String {
    const WORDS: &str = "all the way down to the sea and ";
    let mut text = WORDS.repeat(bytes / WORDS.len() + 1);
    text.truncate(bytes);
    text
}
