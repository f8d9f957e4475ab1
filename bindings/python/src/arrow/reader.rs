//! Decodes one document or payload to ids or text.

use crate::codec::Codec;
use crate::document;
use crate::error::Error;
use crate::table::Table;
use pyo3::prelude::*;
use tokenwire::Document;

/// How a row is decoded.
#[derive(FromPyObject)]
pub(crate) enum Reader {
    Payload(Py<Codec>),
    Document(Py<DocumentReader>),
}

/// The options for reading documents.
#[pyclass(module = "tokenwire._native.arrow", frozen)]
pub(crate) struct DocumentReader {
    custom: Option<Table>,
    max_size: Option<usize>,
}

#[pymethods]
impl DocumentReader {
    #[new]
    #[pyo3(signature = (*, table=None, max_size=None))]
    fn new(table: Option<Table>, max_size: Option<usize>) -> Self {
        Self { custom: table, max_size }
    }
}

impl DocumentReader {
    fn open<'a>(&self, bytes: &'a [u8]) -> tokenwire::Result<Document<'a>> {
        document::open(bytes, self.custom.as_ref(), self.max_size)
    }
}

impl Reader {
    /// Appends the ids of the item.
    pub(super) fn decode(&self, item: &[u8], out: &mut Vec<u32>) -> Result<(), Error> {
        match self {
            Self::Document(reader) => reader.get().open(item)?.decode_into(out)?,
            Self::Payload(codec) => codec.get().codec.decode_into(item, out)?,
        }
        Ok(())
    }

    /// Appends the text of the item, as UTF-8.
    pub(super) fn decode_text(&self, item: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let text = match self {
            Self::Document(reader) => reader.get().open(item)?.decode_text()?,
            Self::Payload(codec) => codec.get().codec.decode_text(item)?,
        };
        out.extend(text.into_bytes());
        Ok(())
    }
}
