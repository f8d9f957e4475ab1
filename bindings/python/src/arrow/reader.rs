//! A document or payload -> ids or text.

use crate::codec::Codec;
use crate::error::Error;
use crate::table::Table;
use pyo3::prelude::*;
use tokenwire::{Document, Encoding};

/// What a row is read with.
#[derive(FromPyObject)]
pub(crate) enum Reader {
    Payload(Py<Codec>),
    Document(Py<DocumentReader>),
}

/// What documents do not say themselves.
#[pyclass(module = "tokenwire._native.arrow", frozen)]
pub(crate) struct DocumentReader {
    table: Option<Table>,
    encoding: Option<Encoding>,
    limit: Option<usize>,
}

#[pymethods]
impl DocumentReader {
    #[new]
    #[pyo3(signature = (encoding=None, *, table=None, limit=None))]
    fn new(encoding: Option<&str>, table: Option<Table>, limit: Option<usize>) -> Result<Self, Error> {
        Ok(Self { table, encoding: encoding.map(str::parse).transpose()?, limit })
    }
}

impl DocumentReader {
    fn open<'a>(&self, bytes: &'a [u8]) -> tokenwire::Result<Document<'a>> {
        let document = match &self.table {
            Some(own) => Document::open_with(bytes, &own.table)?,
            None => Document::open(bytes)?,
        };
        let document = self.encoding.map_or(document.clone(), |encoding| document.with_vocabulary(encoding));
        Ok(self.limit.map_or(document.clone(), |limit| document.with_limit(limit)))
    }
}

impl Reader {
    pub(super) fn decode(&self, item: &[u8], out: &mut Vec<u32>) -> Result<(), Error> {
        match self {
            Self::Document(reader) => reader.get().open(item)?.decode_into(out)?,
            Self::Payload(codec) => codec.get().codec.decode_into(item, out)?,
        }
        Ok(())
    }

    /// All of it is UTF-8.
    pub(super) fn decode_text(&self, item: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
        let text = match self {
            Self::Document(reader) => reader.get().open(item)?.decode_text()?,
            Self::Payload(codec) => codec.get().codec.decode_text(item)?,
        };
        out.extend(text.into_bytes());
        Ok(())
    }
}
