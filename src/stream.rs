//! Streams, which hold token ids or the events of a chat completion and are written and read incrementally.

mod checksum;
mod control;
mod header;
mod input;
mod output;
mod reader;
mod writer;

pub use control::{Control, Symbol};
pub use header::StreamHeader;
pub use reader::StreamReader;
pub use writer::StreamWriter;

pub(crate) use header::is_stream;
