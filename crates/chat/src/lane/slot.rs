//! A slot of a lane: its last content, and the prediction of the next one.
//!
//! A slot has a predictor, a flag that says whether the predictor was right at least once (`confirmed`), and the
//! number of misses in a row (`miss_count`). A hit takes no bytes. A miss costs a correction: the slot's number and
//! its value.
//!
//! A confirmed predictor survives one miss. If it were replaced, the next event that follows the old rule would be a
//! miss too, and one deviation would cost two corrections. An unconfirmed predictor is replaced at the first miss. A
//! slot with too many misses in a row becomes explicit: its value is encoded in every event, without the slot's number.
//! An example with a string, which becomes explicit after two misses in a row:
//!
//! | content | prediction | result | state after the event |
//! |---|---|---|---|
//! | `a` (in the lane's first event) | none | | `Same`, unconfirmed, 0 misses |
//! | `a` | `a` | hit | `Same`, confirmed, 0 misses |
//! | `b` | `a` | miss | `Same`, confirmed, 1 miss |
//! | `b` | `b` | hit | `Same`, confirmed, 0 misses |
//! | `c` | `b` | miss | `Same`, confirmed, 1 miss |
//! | `d` | `c` | miss | 2 misses: explicit |

use super::context::EventContext;
use super::predictor::Predictor;
use crate::event::{Kind, NumericState};
use crate::record::Role;

/// A slot of a lane. Both sides update it with every event in the same way, so they predict the same content.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    pub(crate) kind: Kind,
    pub(crate) role: Role,
    /// Whether the value is encoded in every event and never predicted.
    pub(crate) explicit: bool,
    /// The last content. Empty in explicit strings and arrays, which do not need it.
    last: Box<[u8]>,
    /// The last number. Present for numbers, times and blanks.
    numeric: Option<Box<NumericState>>,
    /// The number of items in the last array.
    pub(crate) item_count: u32,
    predictor: Predictor,
    /// Whether the predictor was right at least once.
    confirmed: bool,
    /// The number of misses in a row.
    miss_count: u8,
}

impl Slot {
    /// Creates the slot at `index` of a lane that begins with this event. The main slot holds the event's tokens, as
    /// text or ids, and is always explicit.
    pub(crate) fn new(kind: Kind, role: Role, is_main: bool, event: &EventContext<'_>, index: usize) -> Self {
        let explicit = is_main || matches!(role, Role::Explicit | Role::Text | Role::ForeignIds);
        let has_number = !matches!(kind, Kind::String | Kind::Ints);
        let mut slot = Self {
            kind,
            role,
            explicit,
            last: Box::default(),
            numeric: has_number.then(|| Box::new(NumericState::EMPTY)),
            item_count: 0,
            predictor: Predictor::Same,
            confirmed: false,
            miss_count: 0,
        };
        if !explicit {
            slot.predictor = slot.explain(event, index);
        }
        slot.remember(event.content(index));
        slot
    }

    /// Appends the predicted content, which may be empty.
    pub(crate) fn predict(&self, event: &EventContext<'_>, out: &mut Vec<u8>) {
        if !self.predictor.predict(self.kind, self.numeric.as_deref(), event, out) {
            out.extend_from_slice(&self.last);
        }
    }

    /// Returns whether the slot predicts its last content.
    pub(crate) fn predicts_same(&self) -> bool {
        self.predictor == Predictor::Same
    }

    /// Returns whether the slot predicts this content.
    pub(crate) fn predicts(&self, content: &[u8], event: &EventContext<'_>) -> bool {
        if self.predicts_same() {
            return *self.last == *content;
        }
        let mut predicted = Vec::new();
        self.predict(event, &mut predicted);
        predicted == content
    }

    /// Returns the code of a number, time or blanks, or `None` if the content has no code.
    pub(crate) fn encode(&self, content: &[u8], event: &EventContext<'_>) -> Option<u64> {
        self.numeric.as_ref()?.encode(self.kind, self.step(event), content)
    }

    /// Appends the content that this code encodes. Returns `false` if there is none.
    pub(crate) fn decode(&self, code: u64, event: &EventContext<'_>, out: &mut Vec<u8>) -> bool {
        let numeric = self.numeric.as_ref();
        numeric.is_some_and(|numeric| numeric.decode(self.kind, self.step(event), code, out))
    }

    /// Returns the number of bytes of a code, or `None` if codes are varints.
    pub(crate) fn code_width(&self) -> Option<usize> {
        self.numeric.as_ref()?.code_width(self.kind)
    }

    /// Updates the predictor and the last content with this event.
    pub(crate) fn learn(&mut self, event: &EventContext<'_>, index: usize) {
        let content = event.content(index);
        if !self.drops_content() {
            if self.predicts(content, event) {
                (self.confirmed, self.miss_count) = (true, 0);
            } else {
                self.miss(event, index);
            }
        }
        self.remember(content);
    }

    /// Returns the slot's memory in bytes, as the format counts it.
    pub(crate) fn cost(&self) -> usize {
        96 + self.last.len()
    }

    /// Counts a miss, and replaces the predictor unless it is confirmed and this is its first miss.
    fn miss(&mut self, event: &EventContext<'_>, index: usize) {
        self.miss_count = self.miss_count.saturating_add(1);
        if !self.confirmed || self.miss_count > 1 {
            self.predictor = self.explain(event, index);
            self.confirmed = false;
        }
        self.explicit |= self.miss_count >= self.max_misses();
    }

    /// Returns the number of misses in a row that makes the slot explicit.
    fn max_misses(&self) -> u8 {
        match self.kind {
            Kind::String | Kind::Ints => 2,
            _ if self.numeric.as_ref().is_some_and(|numeric| numeric.is_volatile(self.kind)) => 1,
            _ => 3,
        }
    }

    /// Returns the predictor that would have produced this event's content.
    fn explain(&self, event: &EventContext<'_>, index: usize) -> Predictor {
        Predictor::explain(self.kind, self.numeric.as_deref(), event, index)
    }

    /// Returns the predicted difference from the last number, or 0 if the predictor predicts none.
    fn step(&self, event: &EventContext<'_>) -> i64 {
        self.predictor.step(event).unwrap_or_default()
    }

    /// Returns whether the last content is dropped: the values of explicit strings and arrays do not refer to it.
    fn drops_content(&self) -> bool {
        self.explicit && matches!(self.kind, Kind::String | Kind::Ints)
    }

    fn remember(&mut self, content: &[u8]) {
        if let Some(numeric) = &mut self.numeric {
            numeric.learn(self.kind, content);
        }
        if self.kind == Kind::Ints {
            let items = content.split(|byte| *byte == b',').filter(|item| !item.is_empty()).count();
            self.item_count = u32::try_from(items).unwrap_or(u32::MAX);
        }
        if self.drops_content() {
            self.last = Box::default();
        } else if *self.last != *content {
            self.last = content.into();
        }
    }
}
