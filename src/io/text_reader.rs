//! Document or stream -> text.

use super::id_reader::IdReader;
use crate::error::Error;
use crate::table::Table;
use std::io::{Read, Result};

/// Reads the text of a document, or of a stream of ids as they arrive. Text is bytes, UTF-8 or not.
#[derive(Debug)]
pub struct TextReader<R> {
    ids: IdReader<R>,
    text: Vec<u8>,
    /// Bytes of `text` that were returned.
    returned: usize,
    /// Ids before those of `text`.
    position: usize,
}

impl<R: Read> TextReader<R> {
    /// Returns a reader of a document or stream with a built-in table.
    pub const fn new(inner: R) -> Self {
        Self { ids: IdReader::new(inner), text: Vec::new(), returned: 0, position: 0 }
    }

    /// Sets a custom table, so that documents and streams with that table are read too.
    #[must_use]
    pub fn with_table(mut self, table: Table) -> Self {
        self.ids = self.ids.with_table(table);
        self
    }

    /// Sets [`Document::with_max_size`](crate::Document::with_max_size). A stream has no limit.
    #[must_use]
    pub fn with_max_size(mut self, max_size: usize) -> Self {
        self.ids = self.ids.with_max_size(max_size);
        self
    }

    /// Replaces the text by the next one. Returns `false` at the end.
    fn next(&mut self) -> Result<bool> {
        self.returned = 0;
        self.text.clear();
        if let Some(text) = self.ids.document_text()? {
            self.text = text;
            return Ok(true);
        }
        // Asked before reading: the ids before an error are returned, but nothing else after it.
        let vocabulary = self.ids.table()?.expect_vocabulary()?;
        let mut ids = Vec::new();
        let more = self.ids.read_ids(&mut ids)?;
        self.text = vocabulary.decode(&ids).map_err(|error| behind(error, self.position))?;
        self.position += ids.len();
        Ok(more)
    }
}

impl<R: Read> Read for TextReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        while self.returned == self.text.len() {
            if buffer.is_empty() || !self.next()? {
                return Ok(0);
            }
        }
        let rest = self.text.get(self.returned..).unwrap_or_default();
        let len = rest.len().min(buffer.len());
        for (slot, byte) in buffer.iter_mut().zip(rest) {
            *slot = *byte;
        }
        self.returned += len;
        Ok(len)
    }
}

/// Counts the position over all ids.
fn behind(error: Error, before: usize) -> Error {
    match error {
        Error::NoBytes { position, id } => Error::NoBytes { position: before + position, id },
        other => other,
    }
}
