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
            let read = push(input, &mut reader)?;
            match reader.header()? {
                Some(header) => break header.clone(),
                None if read == 0 => reader.finish()?,
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
            if push(self.input, &mut self.reader)? == 0 {
                self.reader.finish()?;
                return Ok(None);
            }
        }
    }
}

/// What there is now; none at the end.
fn push(input: &mut Input, reader: &mut StreamReader) -> Result<usize, Failure> {
    let bytes = input.peek()?;
    let len = bytes.len();
    reader.push(bytes);
    input.skip(len);
    Ok(len)
}
