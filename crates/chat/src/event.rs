//! The parts of an event: the values in its slots, and the shape around them.

pub(crate) mod count_on;
pub(crate) mod ints;

mod decimal;
mod lexer;
mod numeric;
mod quotient;
mod shape;
mod time;

pub(crate) use decimal::is_json_number;
pub(crate) use lexer::{Kind, Position, lex};
pub(crate) use numeric::NumericState;
pub(crate) use quotient::Quotient;
pub(crate) use shape::Shape;
