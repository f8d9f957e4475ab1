//! Streams: token ids, or a chat completion's events, as they come.

mod codes;
mod control;
mod header;
mod input;
mod output;
mod reader;
mod sum;
mod symbol;
mod tokens;
mod varints;
mod writer;

pub use control::{Control, Symbol};
pub use header::{StreamCoder, StreamHeader};
pub use reader::StreamReader;
pub use writer::StreamWriter;

pub(crate) use header::is_stream;
