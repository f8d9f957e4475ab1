//! What an event is made of: values, and the shape around them.

mod decimal;
mod figure;
mod ints;
mod lexer;
mod shape;
mod time;

pub(crate) use figure::Figure;
pub(crate) use ints::{read as read_ints, write as write_ints};
pub(crate) use lexer::{Kind, Spot, lex};
pub(crate) use shape::Shape;
