//! Documents: text or ids with a header and a checksum.

mod body;
mod cap;
mod checksum;
pub(crate) mod header;
mod reader;
mod writer;

pub use reader::Document;
pub use writer::DocumentWriter;
