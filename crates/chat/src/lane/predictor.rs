//! The predictor of a slot: the rule that computes its next content.
//!
//! When a lane begins and after a wrong prediction, both sides look for the rule that would have produced the slot's
//! content. They use that rule for the next events. An example is a server that counts its tokens and repeats their
//! text and ids:
//!
//! ```text
//! {"object":"chunk","content":" ships","token":" ships","bytes":[32,115,...],"token_ids":[33610],"count":7}
//! {"object":"chunk","content":" late", "token":" late", "bytes":[32,108,...],"token_ids":[7844], "count":8}
//! ```
//!
//! | slot | predictor | meaning |
//! |---|---|---|
//! | `object` | `Same` | the last content again |
//! | `token` | `Copy` | the content of an earlier slot, `content` |
//! | `bytes` | `Utf8` | the UTF-8 bytes of an earlier string, `token` |
//! | `token_ids` | `Ids` | the ids of the event's tokens |
//! | `count` | `TokenCount` | the last number plus the number of the event's tokens |
//!
//! Once the slots have these predictors, an event of the server is encoded as its token alone.

use super::context::EventContext;
use crate::event::{Kind, NumericState, ints};

/// The rule that computes the next content of a slot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Predictor {
    /// The last content.
    Same,
    /// The last number plus a constant.
    Step(i64),
    /// The last number plus the number of the event's tokens.
    TokenCount,
    /// The id of the event's only token, as a number.
    Id,
    /// The ids of the event's tokens, as an array.
    Ids,
    /// The content of an earlier slot.
    Copy(usize),
    /// The UTF-8 bytes of an earlier string, as an array.
    Utf8(usize),
}

impl Predictor {
    /// Returns the first rule that would have produced the content of `slot` in this event.
    pub(super) fn explain(
        kind: Kind,
        numeric: Option<&NumericState>,
        event: &EventContext<'_>,
        slot: usize,
    ) -> Self {
        match kind {
            Kind::String => event.find_copy(slot).map_or(Self::Same, Self::Copy),
            Kind::Ints => Self::explain_ints(event, slot),
            Kind::Number => Self::explain_number(numeric, event, slot),
            Kind::Time | Kind::Blanks => Self::Same,
        }
    }

    fn explain_ints(event: &EventContext<'_>, slot: usize) -> Self {
        let content = event.content(slot);
        if content.is_empty() {
            return Self::Same;
        }
        let is_utf8_of = |string: &usize| {
            let mut utf8 = Vec::new();
            event.write_utf8(*string, &mut utf8) && utf8 == content
        };
        match event.find_string(slot).filter(is_utf8_of) {
            Some(string) => Self::Utf8(string),
            None if ints::read(content).as_deref() == Some(event.ids) => Self::Ids,
            None => Self::Same,
        }
    }

    fn explain_number(numeric: Option<&NumericState>, event: &EventContext<'_>, slot: usize) -> Self {
        let content = event.content(slot);
        // One digit often equals the token's id by chance, so it is not taken as evidence.
        if let ([id], [_, _, ..]) = (event.ids, content)
            && ints::read(content).as_deref() == Some(&[*id])
        {
            return Self::Id;
        }
        match numeric.and_then(|numeric| numeric.step_to(Kind::Number, content)) {
            None | Some(0) => Self::Same,
            Some(step) if usize::try_from(step) == Ok(event.ids.len()) => Self::TokenCount,
            Some(step) => Self::Step(step),
        }
    }

    /// Returns the predicted difference from the last number, if the rule predicts one.
    pub(super) fn step(self, event: &EventContext<'_>) -> Option<i64> {
        match self {
            Self::Step(step) => Some(step),
            Self::TokenCount => i64::try_from(event.ids.len()).ok(),
            _ => None,
        }
    }

    /// Appends the predicted content. Returns `false` if the rule cannot be applied: the prediction is then the last
    /// content.
    pub(super) fn predict(
        self,
        kind: Kind,
        numeric: Option<&NumericState>,
        event: &EventContext<'_>,
        out: &mut Vec<u8>,
    ) -> bool {
        if let Some(step) = self.step(event) {
            return numeric.is_some_and(|numeric| numeric.write_next(kind, step, out));
        }
        match self {
            Self::Id | Self::Ids => event.write_ids(out),
            Self::Copy(slot) => out.extend_from_slice(event.content(slot)),
            Self::Utf8(slot) => return event.write_utf8(slot, out),
            Self::Same | Self::Step(_) | Self::TokenCount => return false,
        }
        true
    }
}
