//! Encodes ids or text as one document or payload.

use crate::codec::Codec;
use crate::document::DocumentWriter;
use crate::error::Error;
use pyo3::prelude::*;

/// How a row is encoded.
#[derive(FromPyObject)]
pub(crate) enum Writer {
    Document(Py<DocumentWriter>),
    Payload(Py<Codec>),
}

impl Writer {
    /// Returns the size of the vocabulary.
    pub(super) fn size(&self) -> u32 {
        match self {
            Self::Document(writer) => writer.get().writer.table().size(),
            Self::Payload(codec) => codec.get().codec.table().size(),
        }
    }

    /// Appends the encoding of the ids.
    pub(super) fn encode(&self, ids: &[u32], out: &mut Vec<u8>) -> Result<(), Error> {
        match self {
            Self::Document(writer) => writer.get().writer.encode_into(ids, out)?,
            Self::Payload(codec) => codec.get().codec.encode_into(ids, out)?,
        }
        Ok(())
    }

    /// Appends the encoding of the text.
    pub(super) fn encode_text(&self, text: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let item = match self {
            Self::Document(writer) => writer.get().writer.encode_text(text)?,
            Self::Payload(codec) => codec.get().codec.encode_text(text)?,
        };
        out.extend(item);
        Ok(())
    }
}
