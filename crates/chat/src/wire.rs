//! Writes records as the symbols, numbers and bytes of a stream, and reads them. `docs/format.md` ("Events") defines
//! the format.

mod bounds;
mod copies;
mod literal;
mod reader;
mod spelling;
mod text;
mod value;
#[cfg(feature = "encoder")]
mod writer;

pub(crate) use reader::{RecordReader, Step};
#[cfg(feature = "encoder")]
pub(crate) use writer::write;
