//! Documents, which hold text or ids with a header and a checksum.

mod body;
mod checksum;
mod decode;
pub(crate) mod header;
mod limit;
mod reader;
mod writer;

pub(crate) use limit::IDS;
#[cfg(feature = "text")]
pub(crate) use limit::TEXT;
pub use reader::Document;
pub use writer::DocumentWriter;
