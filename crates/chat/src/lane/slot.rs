//! A slot of a lane: its last content, and the prediction of the next one.
//!
//! A slot has a predictor, a flag that the predictor was right at least once (`confirmed`), and the number of its misses since
//! then (`miss_count`). A confirmed predictor survives one miss, so that a value that differs only once costs one correction and
//! not two. A predictor that was never right is replaced at once. A slot that misses too often becomes explicit: its value is always encoded, without the
//! slot's number before it. For a string, where two misses in a row are too many:
//!
//! | content | prediction | | then |
//! |---|---|---|---|
//! | `a` (literal) | | | the same, unconfirmed, 0 misses |
//! | `a` | `a` | hit | confirmed |
//! | `b` | `a` | miss | still the same, now `b`; 1 miss |
//! | `b` | `b` | hit | confirmed, 0 misses |
//! | `c` | `b` | miss | 1 miss |
//! | `d` | `c` | miss | 2 misses: explicit |

use super::context::EventContext;
use super::predictor::Predictor;
use crate::event::{Kind, NumericState};
use crate::record::Role;

/// Both sides learn the same from every event, so a slot whose prediction is right takes no bytes.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    pub(crate) kind: Kind,
    pub(crate) role: Role,
    /// Whether the value is always encoded and never predicted.
    pub(crate) explicit: bool,
    /// The last content. Empty in explicit slots that do not need it.
    last: Box<[u8]>,
    /// Present for numbers, times and blanks.
    numeric: Option<Box<NumericState>>,
    /// The number of items in the last array.
    pub(crate) item_count: u32,
    predictor: Predictor,
    /// Whether the predictor was right at least once.
    confirmed: bool,
    /// The number of its misses in a row.
    miss_count: u8,
}

impl Slot {
    /// Creates the slot of a lane that begins with this event.
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

    /// Whether the last content is predicted again.
    pub(crate) fn predicts_same(&self) -> bool {
        self.predictor == Predictor::Same
    }

    /// Whether this content is predicted.
    pub(crate) fn predicts(&self, content: &[u8], event: &EventContext<'_>) -> bool {
        if self.predicts_same() {
            return *self.last == *content;
        }
        let mut predicted = Vec::new();
        self.predict(event, &mut predicted);
        predicted == content
    }

    /// Returns the code of a number, time or run of spaces, if it has one.
    pub(crate) fn encode(&self, content: &[u8], event: &EventContext<'_>) -> Option<u64> {
        self.numeric.as_ref()?.encode(self.kind, self.step(event), content)
    }

    /// Appends the content that has this code. Returns `false` if none has it.
    pub(crate) fn decode(&self, code: u64, event: &EventContext<'_>, out: &mut Vec<u8>) -> bool {
        let numeric = self.numeric.as_ref();
        numeric.is_some_and(|numeric| numeric.decode(self.kind, self.step(event), code, out))
    }

    /// The number of bytes of a code, if it is fixed.
    pub(crate) fn code_width(&self) -> Option<usize> {
        self.numeric.as_ref()?.code_width(self.kind)
    }

    /// Learns from the content in this event.
    pub(crate) fn learn(&mut self, event: &EventContext<'_>, index: usize) {
        let content = event.content(index);
        if !self.forgets() {
            if self.predicts(content, event) {
                (self.confirmed, self.miss_count) = (true, 0);
            } else {
                self.miss(event, index);
            }
        }
        self.remember(content);
    }

    /// The slot's memory in bytes, as the format counts it.
    pub(crate) fn cost(&self) -> usize {
        96 + self.last.len()
    }

    fn miss(&mut self, event: &EventContext<'_>, index: usize) {
        self.miss_count = self.miss_count.saturating_add(1);
        if !self.confirmed || self.miss_count > 1 {
            self.predictor = self.explain(event, index);
            self.confirmed = false;
        }
        self.explicit |= self.miss_count >= self.max_misses();
    }

    /// The number of misses in a row that makes the slot explicit.
    fn max_misses(&self) -> u8 {
        match self.kind {
            Kind::String | Kind::Ints => 2,
            _ if self.numeric.as_ref().is_some_and(|numeric| numeric.is_volatile(self.kind)) => 1,
            _ => 3,
        }
    }

    fn explain(&self, event: &EventContext<'_>, index: usize) -> Predictor {
        Predictor::explain(self.kind, self.numeric.as_deref(), event, index)
    }

    fn step(&self, event: &EventContext<'_>) -> i64 {
        self.predictor.step(event).unwrap_or_default()
    }

    /// Whether the last content is not needed: explicit strings and arrays do not depend on it.
    fn forgets(&self) -> bool {
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
        if self.forgets() {
            self.last = Box::default();
        } else if *self.last != *content {
            self.last = content.into();
        }
    }
}
