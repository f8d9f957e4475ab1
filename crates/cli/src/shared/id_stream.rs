//! Streams of ids, read as they come.

use crate::args::table::TableArgs;
use crate::error::CliError;
use crate::shared::input::Input;
use tokenwire::{StreamHeader, StreamReader};

pub(crate) struct IdStream<'a> {
    input: &'a mut Input,
    reader: StreamReader,
    header: StreamHeader,
    ids: Vec<u32>,
}

impl<'a> IdStream<'a> {
    /// Reads the header.
    pub(crate) fn open(table: &TableArgs, input: &'a mut Input) -> Result<Self, CliError> {
        let mut reader = table.stream_reader()?;
        let header = loop {
            let more = push(input, &mut reader)?;
            match reader.header()? {
                Some(header) => break header.clone(),
                None if !more => reader.finish()?,
                None => {}
            }
        };
        table.check_stream(&header)?;
        if header.dictionary().is_some() {
            return Err(CliError::failed(
                "this is a stream of chat events: use `tokenwire stream decode`, or `stream inspect`",
            ));
        }
        Ok(Self { input, reader, header, ids: Vec::new() })
    }

    pub(crate) const fn header(&self) -> &StreamHeader {
        &self.header
    }

    /// Returns how many bytes of the stream were read.
    pub(crate) fn bytes(&self) -> usize {
        self.reader.offset()
    }

    /// Returns the next ids, or `None` at a valid end. Ids before an error are returned before the error.
    pub(crate) fn next(&mut self) -> Result<Option<&[u32]>, CliError> {
        self.ids.clear();
        loop {
            let read = self.reader.tokens(&mut self.ids);
            if !self.ids.is_empty() {
                return Ok(Some(&self.ids));
            }
            read?;
            if !push(self.input, &mut self.reader)? {
                self.reader.finish()?;
                return Ok(None);
            }
        }
    }
}

/// Pushes the bytes that are there now, and returns whether more may follow.
fn push(input: &mut Input, reader: &mut StreamReader) -> Result<bool, CliError> {
    let bytes = input.next()?;
    reader.push(bytes.as_deref().unwrap_or_default());
    Ok(bytes.is_some())
}
