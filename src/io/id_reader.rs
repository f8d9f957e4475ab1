//! Reads the ids of a document or stream.

use crate::document::Document;
use crate::error::Error;
use crate::form::Form;
use crate::limits::MAX_SIZE;
use crate::stream::StreamReader;
use crate::table::Table;
use std::io::{self, ErrorKind, Read, Result};

/// The number of bytes requested from the inner reader at once.
const CHUNK: usize = 1 << 16;

/// Reads the ids of a document, or the ids of a stream as they arrive.
#[derive(Debug)]
pub struct IdReader<R> {
    inner: R,
    custom: Option<Table>,
    max_size: usize,
    state: State,
}

#[derive(Debug)]
enum State {
    Unopened,
    /// Opening failed. The rest of the input cannot be read, since its beginning is lost.
    Failed,
    /// The bytes of a whole document, and its table.
    Document(Vec<u8>, Table),
    Stream(StreamReader),
    End(Table),
}

impl<R: Read> IdReader<R> {
    /// Returns a reader for documents and streams with a built-in table.
    pub const fn new(inner: R) -> Self {
        Self { inner, custom: None, max_size: MAX_SIZE, state: State::Unopened }
    }

    /// Sets a custom table, to also read documents and streams with that table.
    #[must_use]
    pub fn with_table(mut self, table: Table) -> Self {
        self.custom = Some(table);
        self
    }

    /// Sets [`Document::with_max_size`]. Streams have no limit, since they take little memory regardless of length.
    #[must_use]
    pub const fn with_max_size(mut self, max_size: usize) -> Self {
        self.max_size = max_size;
        self
    }

    /// Returns the table that the ids were written with. Reads from `inner` as far as needed.
    ///
    /// # Errors
    /// Those of `inner`, [`Document::open`] and [`StreamReader::header`].
    pub fn table(&mut self) -> Result<&Table> {
        self.open()?;
        match &mut self.state {
            State::Document(_, table) | State::End(table) => Ok(table),
            State::Stream(stream) => {
                let header = stream.header()?;
                header.map(crate::StreamHeader::table).ok_or_else(|| Error::Truncated { offset: 0 }.into())
            }
            State::Unopened | State::Failed => Err(failed()),
        }
    }

    /// Appends the next ids: all ids of a document, or the ids of a stream that have arrived. Returns `false` at
    /// the end.
    ///
    /// # Errors
    /// Those of `inner`, [`Document::decode`] and [`StreamReader::tokens`]. Ids before the error have been appended.
    pub fn read_ids(&mut self, out: &mut Vec<u32>) -> Result<bool> {
        self.open()?;
        match &mut self.state {
            State::Stream(stream) => next_ids(&mut self.inner, stream, out),
            State::Document(bytes, table) => {
                open(bytes, self.custom.as_ref(), self.max_size)?.decode_into(out)?;
                self.state = State::End(table.clone());
                Ok(true)
            }
            State::Unopened | State::Failed => Err(failed()),
            State::End(_) => Ok(false),
        }
    }

    /// Returns the text of a document on the first call, and `None` for a stream.
    pub(super) fn document_text(&mut self) -> Result<Option<Vec<u8>>> {
        self.open()?;
        let State::Document(bytes, table) = &self.state else { return Ok(None) };
        let text = open(bytes, self.custom.as_ref(), self.max_size)?.decode_bytes()?;
        self.state = State::End(table.clone());
        Ok(Some(text))
    }

    /// Reads the input as far as needed to know the table, unless this has already been done.
    fn open(&mut self) -> Result<()> {
        match self.state {
            State::Unopened => self.state = State::Failed,
            State::Failed => return Err(failed()),
            _ => return Ok(()),
        }
        let first = chunk(&mut self.inner)?;
        self.state = match Form::detect(&first) {
            Some(Form::Document) => self.read_document(first)?,
            Some(Form::Stream) => State::Stream(self.read_header(&first)?),
            _ if first.is_empty() => return Err(Error::Truncated { offset: 0 }.into()),
            _ => return Err(Error::Invalid { offset: 0, reason: "a document or stream" }.into()),
        };
        Ok(())
    }

    fn read_document(&mut self, mut bytes: Vec<u8>) -> Result<State> {
        self.inner.read_to_end(&mut bytes)?;
        let table = open(&bytes, self.custom.as_ref(), self.max_size)?.table().clone();
        Ok(State::Document(bytes, table))
    }

    fn read_header(&mut self, first: &[u8]) -> Result<StreamReader> {
        let mut stream = StreamReader::new();
        if let Some(table) = &self.custom {
            stream = stream.with_table(table.clone());
        }
        stream.push(first);
        while stream.header()?.is_none() {
            let bytes = chunk(&mut self.inner)?;
            if bytes.is_empty() {
                stream.finish()?;
            }
            stream.push(&bytes);
        }
        Ok(stream)
    }
}

fn failed() -> io::Error {
    io::Error::other("an earlier read failed; open the input again")
}

fn open<'a>(bytes: &'a [u8], custom: Option<&Table>, max_size: usize) -> crate::Result<Document<'a>> {
    let document = match custom {
        Some(table) => Document::open_with(bytes, table),
        None => Document::open(bytes),
    };
    document.map(|document| document.with_max_size(max_size))
}

/// Reads until at least one id has arrived or the stream has ended. Ids before an error are returned first, and
/// the error by the next call.
fn next_ids(inner: &mut impl Read, stream: &mut StreamReader, out: &mut Vec<u32>) -> Result<bool> {
    let start = out.len();
    loop {
        let read = stream.tokens(out);
        if out.len() > start {
            return Ok(true);
        }
        read?;
        let bytes = chunk(inner)?;
        if bytes.is_empty() {
            stream.finish()?;
            return Ok(false);
        }
        stream.push(&bytes);
    }
}

/// Returns the next bytes: at least one, or none at the end.
fn chunk(inner: &mut impl Read) -> Result<Vec<u8>> {
    let mut bytes = vec![0; CHUNK];
    loop {
        match inner.read(&mut bytes) {
            Ok(len) => {
                bytes.truncate(len);
                return Ok(bytes);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
