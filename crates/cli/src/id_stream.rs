//! Streams of ids, read as they come.

use crate::args::Choice;
use crate::failure::Failure;
use crate::input::Input;
use tokenwire::{StreamHeader, StreamReader};

pub(crate) struct IdStream<'a> {
    input: &'a mut Input,
    reader: StreamReader,
    header: StreamHeader,
    ids: Vec<u32>,
}

impl<'a> IdStream<'a> {
    /// Reads the header.
    pub(crate) fn open(choice: &Choice, input: &'a mut Input) -> Result<Self, Failure> {
        let mut reader = choice.stream()?;
        let header = loop {
            let more = push(input, &mut reader)?;
            match reader.header()? {
                Some(header) => break header.clone(),
                None if !more => reader.finish()?,
                None => {}
            }
        };
        choice.check_stream(&header)?;
        if header.dictionary().is_some() {
            return Err(Failure::Data(
                "this is a stream of chat events: use `tokenwire stream decode`, or `stream inspect`".into(),
            ));
        }
        Ok(Self { input, reader, header, ids: Vec::new() })
    }

    pub(crate) const fn header(&self) -> &StreamHeader {
        &self.header
    }

    /// Bytes of the stream, so far.
    pub(crate) fn bytes(&self) -> usize {
        self.reader.offset()
    }

    /// The next ids; none at the end, if that is as it should be. What is before an error is given before it.
    pub(crate) fn next(&mut self) -> Result<Option<&[u32]>, Failure> {
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

/// Gives it what there is now, and says whether there may be more.
fn push(input: &mut Input, reader: &mut StreamReader) -> Result<bool, Failure> {
    let bytes = input.next()?;
    reader.push(bytes.as_deref().unwrap_or_default());
    Ok(bytes.is_some())
}
