//! Streams: token ids, or a chat completion's events, written and read incrementally.

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
