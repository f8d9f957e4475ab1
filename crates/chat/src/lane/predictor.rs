//! The predictor of a slot: the rule that computes its next content.
//!
//! When a lane begins and after a wrong prediction, both sides look for the rule that would have produced the slot's
//! content. They use that rule for the next events. An example is a server that counts its tokens and repeats their
//! text and ids:
//!
//! ```text
//! {"id":"a.7","content":" sea", "token":" sea", "bytes":[32,115,...],"token_ids":[9624],"count":7,"all":"Two sea"}
//! {"id":"a.8","content":" dogs","token":" dogs","bytes":[32,100,...],"token_ids":[16798],"count":8,"all":"Two sea dogs"}
//! ```
//!
//! | slot | predictor | meaning |
//! |---|---|---|
//! | `id` | `Counter` | the last content with the number at its end increased |
//! | `token` | `Fresh` | the new content of the main slot, which is `content` |
//! | `bytes` | `Utf8` | the UTF-8 bytes of an earlier string, `token` |
//! | `token_ids` | `Ids` | the ids of the event's tokens |
//! | `count` | `Step` | the last number plus 1 |
//! | `all` | `Grown` | the last content followed by the new content of the main slot |
//!
//! Once the slots have these predictors, an event of the server is encoded as its token alone.

use super::context::EventContext;
use crate::event::{Kind, NumericState, Quotient, count_on, ints};

/// The rule that computes the next content of a slot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Predictor {
    /// The last content.
    Same,
    /// The last number or time plus a constant.
    Step(i64),
    /// A formula with the numbers in two earlier slots.
    Quotient(Quotient, usize, usize),
    /// The ids of the event's tokens, as an array.
    Ids,
    /// The new content of the main slot.
    Fresh,
    /// The last content followed by the new content of the main slot.
    Grown,
    /// The last content, with a constant added to the number at its end.
    Counter(u64),
    /// The UTF-8 bytes of an earlier string, as an array.
    Utf8(usize),
}

/// What a slot knows from the last event.
#[derive(Debug, Clone, Copy)]
pub(super) struct Past<'a> {
    pub(super) kind: Kind,
    pub(super) last: &'a [u8],
    pub(super) numeric: Option<&'a NumericState>,
}

impl Predictor {
    /// Returns the first rule that would have produced the content of `slot` in this event.
    pub(super) fn explain(past: Past<'_>, event: &EventContext<'_>, slot: usize) -> Self {
        match past.kind {
            Kind::String => Self::explain_string(past.last, event, slot),
            Kind::Ints => Self::explain_ints(event, slot),
            Kind::Number => {
                let quotient = Self::explain_quotient(event, slot);
                quotient.unwrap_or_else(|| Self::explain_step(past, event, slot))
            }
            Kind::Time => Self::explain_step(past, event, slot),
            Kind::Blanks => Self::Same,
        }
    }

    fn explain_string(last: &[u8], event: &EventContext<'_>, slot: usize) -> Self {
        let content = event.content(slot);
        if !content.is_empty() && content == event.fresh {
            return Self::Fresh;
        }
        let grown = || content.strip_prefix(last).filter(|_| !last.is_empty());
        if !event.fresh.is_empty() && grown() == Some(event.fresh) {
            return Self::Grown;
        }
        count_on::difference(last, content).map_or(Self::Same, Self::Counter)
    }

    fn explain_ints(event: &EventContext<'_>, slot: usize) -> Self {
        let content = event.content(slot);
        if content.is_empty() {
            return Self::Same;
        }
        let is_utf8_of = |string: &usize| {
            let mut utf8 = Vec::new();
            event.may_be_utf8(*string, content) && event.write_utf8(*string, &mut utf8) && utf8 == content
        };
        match event.find_string(slot).filter(is_utf8_of) {
            Some(string) => Self::Utf8(string),
            None if ints::read(content).as_deref() == Some(event.ids) => Self::Ids,
            None => Self::Same,
        }
    }

    fn explain_step(past: Past<'_>, event: &EventContext<'_>, slot: usize) -> Self {
        let step = past.numeric.and_then(|numeric| numeric.step_to(past.kind, event.content(slot)));
        step.filter(|step| *step != 0).map_or(Self::Same, Self::Step)
    }

    /// Returns the formula with the nearest two earlier numbers that gives the number of this slot.
    fn explain_quotient(event: &EventContext<'_>, slot: usize) -> Option<Self> {
        /// The length of the shortest number that is taken as evidence of a formula.
        const MIN_LEN: usize = 6;
        /// The number of earlier slots that may be in the formula.
        const MAX_DISTANCE: usize = 8;
        let content = event.content(slot);
        let target = event.number(slot).filter(|_| content.len() >= MIN_LEN && content.contains(&b'.'))?;
        let earlier = (slot.saturating_sub(MAX_DISTANCE)..slot).rev();
        let numbers: Vec<_> = earlier.filter_map(|slot| Some((slot, event.number(slot)?))).collect();
        let pairs = numbers.iter().flat_map(|a| numbers.iter().map(move |b| (*a, *b)));
        let pairs = pairs.filter(|(a, b)| a.0 != b.0);
        let mut formulas = pairs.flat_map(|pair| Quotient::all().map(move |formula| (formula, pair)));
        let (formula, ((a, _), (b, _))) = formulas.find(|(formula, ((_, a), (_, b)))| {
            formula.compute(*a, *b).to_bits() == target.to_bits() && formula.writes(*a, *b, content)
        })?;
        Some(Self::Quotient(formula, a, b))
    }

    /// Returns whether the rule may predict this content. This is a cheap check before a long prediction is made.
    pub(super) fn may_predict(self, event: &EventContext<'_>, content: &[u8]) -> bool {
        match self {
            Self::Utf8(slot) => event.may_be_utf8(slot, content),
            _ => true,
        }
    }

    /// Returns the predicted difference from the last number, or 0.
    pub(super) fn step(self) -> i64 {
        match self {
            Self::Step(step) => step,
            _ => 0,
        }
    }

    /// Appends the predicted content. Returns `false` if the rule cannot be applied: the prediction is then the last
    /// content.
    pub(super) fn predict(self, past: Past<'_>, event: &EventContext<'_>, out: &mut Vec<u8>) -> bool {
        match self {
            Self::Ids => event.write_ids(out),
            Self::Fresh => out.extend_from_slice(event.fresh),
            Self::Grown => out.extend([past.last, event.fresh].concat()),
            Self::Counter(step) => return count_on::write(past.last, step, out),
            Self::Quotient(formula, a, b) => {
                let numbers = event.number(a).zip(event.number(b));
                return numbers.is_some_and(|(a, b)| formula.write(a, b, out));
            }
            Self::Utf8(slot) => return event.write_utf8(slot, out),
            Self::Step(step) => {
                return past.numeric.is_some_and(|numeric| numeric.write_next(past.kind, step, out));
            }
            Self::Same => return false,
        }
        true
    }
}
