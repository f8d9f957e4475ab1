//! Lanes: sequences of events of one shape, such as those of one choice, with a prediction of the next event.

mod context;
mod lanes;
mod predictor;
mod slot;

pub(crate) use context::EventContext;
pub(crate) use lanes::{Lane, Lanes};
pub(crate) use slot::Slot;
