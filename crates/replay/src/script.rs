//! The writes of one answer.

use crate::faults::StreamFault;
use crate::recording::Recording;
use crate::shape::Shape;
use bytes::Bytes;
use std::ops::Range;

/// The writes of one answer: recorded events, an inserted event, more recorded events, and an ending.
///
/// For example, `cut=2` on a recording of six events gives events 0 and 1, the first half of event 2 as the inserted
/// event, no more events, and the ending `Cut`. `big=9` gives events 0 to 3, the big event, events 4 and 5, and the
/// ending `Complete`.
#[derive(Debug)]
pub(crate) struct Script {
    recording: Recording,
    /// The events before the inserted one that are not yet written.
    before: Range<usize>,
    inserted: Option<Bytes>,
    /// The events after the inserted one that are not yet written.
    after: Range<usize>,
    pub(crate) ending: Ending,
    per_write: usize,
}

/// How an answer ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Ending {
    /// The body ends normally.
    Complete,
    /// The body neither continues nor ends.
    Stall,
    /// The connection is dropped.
    Cut,
}

/// The number of events before a big event. In every format they open a message, so text may follow them.
const OPENING_EVENTS: usize = 4;

impl Script {
    pub(crate) fn new(recording: &Recording, stream_fault: Option<StreamFault>, per_write: usize) -> Self {
        let len = recording.len();
        let (at, inserted, ending) = plan(recording, stream_fault);
        let at = at.min(len);
        let after = if matches!(stream_fault, Some(StreamFault::Big(_))) { at..len } else { len..len };
        Self { recording: recording.clone(), before: 0..at, inserted, after, ending, per_write }
    }

    /// Returns the bytes of the next write, or `None` at the end.
    pub(crate) fn next(&mut self) -> Option<Bytes> {
        let before = take(&mut self.before, self.per_write).map(|events| self.recording.events(events));
        before
            .or_else(|| self.inserted.take())
            .or_else(|| take(&mut self.after, self.per_write).map(|events| self.recording.events(events)))
    }
}

/// Returns the number of events before a fault, the event that is inserted after them, and how the answer ends.
fn plan(recording: &Recording, stream_fault: Option<StreamFault>) -> (usize, Option<Bytes>, Ending) {
    let shape = Shape::of(recording);
    match stream_fault {
        None => (recording.len(), None, Ending::Complete),
        Some(StreamFault::Stall(at)) => (at, None, Ending::Stall),
        Some(StreamFault::Cut(at)) => (at, Some(half(recording, at)), Ending::Cut),
        Some(StreamFault::HalfUtf8(at)) => (at, Some(half_character(recording, at)), Ending::Cut),
        Some(StreamFault::ErrorEvent(at)) => (at, Some(shape.error_event().into()), Ending::Complete),
        Some(StreamFault::Big(bytes)) => {
            (OPENING_EVENTS, Some(shape.text_event(&text(bytes)).into()), Ending::Complete)
        }
    }
}

/// Removes up to `max` events from the front and returns them, or `None` if there are none.
fn take(events: &mut Range<usize>, max: usize) -> Option<Range<usize>> {
    let first = events.start;
    events.start = first.saturating_add(max).min(events.end);
    (first < events.start).then_some(first..events.start)
}

/// Returns the first half of an event.
fn half(recording: &Recording, event: usize) -> Bytes {
    let bytes = recording.events(event..event + 1);
    bytes.slice(..bytes.len() / 2)
}

/// Returns the start of an event, up to the middle of a character. If the event is ASCII, uses a new event instead.
fn half_character(recording: &Recording, event: usize) -> Bytes {
    let recorded = recording.events(event..event + 1);
    up_to_half(&recorded).unwrap_or_else(|| {
        let inserted = Bytes::from(Shape::of(recording).text_event("Å"));
        up_to_half(&inserted).unwrap_or(inserted)
    })
}

/// Returns the bytes up to and including the first byte of the first character that is not ASCII.
fn up_to_half(bytes: &Bytes) -> Option<Bytes> {
    let lead = bytes.iter().position(|byte| *byte >= 0xc2)?;
    Some(bytes.slice(..=lead))
}

/// Returns a text of this many bytes.
fn text(bytes: usize) -> String {
    const WORDS: &str = "all the way down to the sea and ";
    let mut text = WORDS.repeat(bytes / WORDS.len() + 1);
    text.truncate(bytes);
    text
}
