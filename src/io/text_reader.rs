//! Reads the text of a document or stream.

use super::id_reader::IdReader;
use crate::error::Error;
use crate::table::Table;
use std::io::{Read, Result};

/// Reads the text of a document, or the text of a stream of ids as they arrive. The text need not be UTF-8.
#[derive(Debug)]
pub struct TextReader<R> {
    ids: IdReader<R>,
    text: Vec<u8>,
    /// The number of bytes of `text` that have been returned.
    returned: usize,
    /// The number of ids decoded so far.
    position: usize,
}

impl<R: Read> TextReader<R> {
    /// Returns a reader for documents and streams with a built-in table.
    pub const fn new(inner: R) -> Self {
        Self { ids: IdReader::new(inner), text: Vec::new(), returned: 0, position: 0 }
    }

    /// Sets a custom table, to also read documents and streams with that table.
    #[must_use]
    pub fn with_table(mut self, table: Table) -> Self {
        self.ids = self.ids.with_table(table);
        self
    }

    /// Sets [`Document::with_max_size`](crate::Document::with_max_size). Streams have no limit.
    #[must_use]
    pub fn with_max_size(mut self, max_size: usize) -> Self {
        self.ids = self.ids.with_max_size(max_size);
        self
    }

    /// Replaces `text` with the next piece. Returns `false` at the end.
    fn next_piece(&mut self) -> Result<bool> {
        self.returned = 0;
        self.text.clear();
        if let Some(text) = self.ids.document_text()? {
            self.text = text;
            return Ok(true);
        }
        // The vocabulary is looked up before reading. After an error in the stream, the lookup would fail too, and
        // the ids before the error would be lost.
        let vocabulary = self.ids.table()?.expect_vocabulary()?;
        let mut ids = Vec::new();
        let more = self.ids.read_ids(&mut ids)?;
        self.text = vocabulary.decode(&ids).map_err(|error| offset_position(error, self.position))?;
        self.position += ids.len();
        Ok(more)
    }
}

impl<R: Read> Read for TextReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        while self.returned == self.text.len() {
            if buffer.is_empty() || !self.next_piece()? {
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

/// Adds the number of earlier ids to the position in an error.
fn offset_position(error: Error, before: usize) -> Error {
    match error {
        Error::NoBytes { position, id } => Error::NoBytes { position: before + position, id },
        other => other,
    }
}
