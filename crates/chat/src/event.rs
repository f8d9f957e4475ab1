//! The parts of an event: the values in its slots, and the shape around them.

pub(crate) mod ints;

mod decimal;
mod lexer;
mod numeric;
mod shape;
mod time;

pub(crate) use lexer::{Kind, Position, lex};
pub(crate) use numeric::NumericState;
pub(crate) use shape::Shape;
