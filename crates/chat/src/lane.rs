//! Lanes. A lane is a sequence of events of one shape, such as those of one choice, and predicts the next one.

mod context;
mod lanes;
mod predictor;
mod slot;

pub(crate) use context::EventContext;
pub(crate) use lanes::{Lane, Lanes};
pub(crate) use slot::Slot;
