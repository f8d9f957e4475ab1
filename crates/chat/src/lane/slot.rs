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
use super::predictor::{Past, Predictor};
use crate::event::{Kind, NumericState};
use crate::limits::MAX_MAIN;
use crate::record::{Role, TextValue};
use crate::spelling::Template;

/// A slot of a lane. Both sides update it with every event in the same way, so they predict the same content.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    pub(crate) kind: Kind,
    pub(crate) role: Role,
    /// Whether the value is encoded in every event and never predicted.
    pub(crate) explicit: bool,
    /// Whether this is the main slot.
    is_main: bool,
    /// The last content. Empty in explicit strings and arrays, which do not need it, except in the main slot, and empty
    /// there if it is longer than [`MAX_MAIN`].
    last: Box<[u8]>,
    /// The last number. Present for numbers, times and blanks.
    numeric: Option<Box<NumericState>>,
    /// The number of items in the last array.
    pub(crate) item_count: u32,
    /// The spelling of the last string that was encoded, if it has packed parts.
    template: Option<Box<Template>>,
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
            is_main,
            last: Box::default(),
            numeric: has_number.then(|| Box::new(NumericState::EMPTY)),
            item_count: 0,
            template: None,
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

    /// Returns the last content. Explicit strings and arrays have none, except the main slot.
    pub(crate) fn last(&self) -> &[u8] {
        &self.last
    }

    /// Returns the spelling of the last string that was encoded.
    pub(crate) fn template(&self) -> Option<&Template> {
        self.template.as_deref()
    }

    /// Appends the predicted content, which may be empty.
    pub(crate) fn predict(&self, event: &EventContext<'_>, out: &mut Vec<u8>) {
        if !self.predictor.predict(self.past(), event, out) {
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
        self.predictor.may_predict(event, content) && {
            self.predict(event, &mut predicted);
            predicted == content
        }
    }

    /// Returns whether the content is the last content followed by the new content of the main slot.
    pub(crate) fn could_grow(&self, event: &EventContext<'_>, index: usize) -> bool {
        let grown = event.content(index).strip_prefix(&self.last[..]);
        !self.last.is_empty() && !event.fresh.is_empty() && grown == Some(event.fresh)
    }

    /// Returns the code of a number, time or blanks, or `None` if the content has no code.
    pub(crate) fn encode(&self, content: &[u8]) -> Option<u64> {
        self.numeric.as_ref()?.encode(self.kind, self.predictor.step(), content)
    }

    /// Appends the content that this code encodes. Returns `false` if there is none.
    pub(crate) fn decode(&self, code: u64, out: &mut Vec<u8>) -> bool {
        let numeric = self.numeric.as_ref();
        numeric.is_some_and(|numeric| numeric.decode(self.kind, self.predictor.step(), code, out))
    }

    /// Returns the number of bytes of a code, or `None` if codes are varints.
    pub(crate) fn code_width(&self) -> Option<usize> {
        self.numeric.as_ref()?.code_width(self.kind)
    }

    /// Updates the predictor and the last content with this event.
    pub(crate) fn learn(&mut self, event: &EventContext<'_>, index: usize) {
        let content = event.content(index);
        if !self.explicit {
            if self.predicts(content, event) {
                (self.confirmed, self.miss_count) = (true, 0);
            } else {
                self.miss(event, index);
            }
        }
        self.remember(content);
    }

    /// Updates the template with a value that was encoded for this slot.
    pub(crate) fn learn_spelling(&mut self, text: &TextValue) {
        let remembers = self.kind == Kind::String && !self.is_main;
        self.template = text.template().filter(|_| remembers).map(Box::new);
    }

    /// Returns the slot's memory in bytes, as the format counts it.
    pub(crate) fn cost(&self) -> usize {
        112 + self.last.len() + self.template().map_or(0, Template::cost)
    }

    /// Counts a miss, and replaces the predictor unless it is confirmed and this is its first miss.
    fn miss(&mut self, event: &EventContext<'_>, index: usize) {
        self.miss_count = self.miss_count.saturating_add(1);
        if !self.confirmed || self.miss_count > 1 {
            self.predictor = self.explain(event, index);
            self.confirmed = false;
        }
        if self.miss_count >= self.max_misses() {
            (self.explicit, self.predictor) = (true, Predictor::Same);
        }
    }

    /// Returns the number of misses in a row that makes the slot explicit. Several formulas may explain a
    /// fraction, so each gets a chance.
    fn max_misses(&self) -> u8 {
        let is_volatile = self.numeric.as_ref().is_some_and(|numeric| numeric.is_volatile(self.kind));
        match self.kind {
            Kind::String | Kind::Ints | Kind::Time => 2,
            _ if is_volatile && self.predicts_same() => 1,
            _ => 3,
        }
    }

    /// Returns the predictor that would have produced this event's content.
    fn explain(&self, event: &EventContext<'_>, index: usize) -> Predictor {
        Predictor::explain(self.past(), event, index)
    }

    fn past(&self) -> Past<'_> {
        Past { kind: self.kind, last: &self.last, numeric: self.numeric.as_deref() }
    }

    /// Returns whether the last content is dropped: the values of explicit strings and arrays do not refer to it.
    fn drops_content(&self) -> bool {
        match self.kind {
            Kind::String => self.explicit && !self.is_main,
            Kind::Ints => self.explicit,
            _ => false,
        }
    }

    fn remember(&mut self, content: &[u8]) {
        if let Some(numeric) = &mut self.numeric {
            numeric.learn(self.kind, content);
        }
        if self.kind == Kind::Ints {
            let items = content.split(|byte| *byte == b',').filter(|item| !item.is_empty()).count();
            self.item_count = u32::try_from(items).unwrap_or(u32::MAX);
        }
        if self.drops_content() || self.is_main && content.len() > MAX_MAIN {
            self.last = Box::default();
        } else if *self.last != *content {
            self.last = content.into();
        }
    }
}
