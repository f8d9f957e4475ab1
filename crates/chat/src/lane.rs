//! Lanes: sequences of events of one shape, like those of one choice, and what is predicted of the next event.

mod context;
mod lanes;
mod predictor;
mod slot;

pub(crate) use context::EventContext;
pub(crate) use lanes::{Lane, Lanes};
pub(crate) use slot::Slot;
