//! Writes ids as a document or stream.

use crate::document::{DocumentWriter, IDS};
use crate::form::Form;
use crate::stream::StreamWriter;
use std::io::{Result, Write};

/// The number of ids that are encoded at once. This is enough work for one write.
const PIECE: usize = 1 << 16;

/// Writes ids as one document, or as a stream if there are more ids than the document's
/// [`with_max_size`](DocumentWriter::with_max_size) allows.
///
/// The stream uses the document's table. By default its coder is
/// [`StreamCoder::Varint`](crate::StreamCoder::Varint). For documents with [`Coder::Prefix`](crate::Coder::Prefix)
/// it is [`StreamCoder::Prefix`](crate::StreamCoder::Prefix). With any other coder, too many ids are an error.
#[derive(Debug)]
pub struct IdWriter<W> {
    inner: W,
    form: FormWriter,
    ids: Vec<u32>,
    bytes: Vec<u8>,
}

/// The form of the output. A document collects all ids first; a stream writes them in pieces.
#[derive(Debug)]
enum FormWriter {
    Document(DocumentWriter),
    Stream(StreamWriter),
}

impl<W: Write> IdWriter<W> {
    /// Returns a writer for a document, or for a stream if the document would exceed its limit.
    pub const fn new(document: DocumentWriter, inner: W) -> Self {
        Self { inner, form: FormWriter::Document(document), ids: Vec::new(), bytes: Vec::new() }
    }

    /// Returns a writer for a stream.
    pub const fn from_stream(stream: StreamWriter, inner: W) -> Self {
        Self { inner, form: FormWriter::Stream(stream), ids: Vec::new(), bytes: Vec::new() }
    }

    /// Adds ids to the output. A stream is written in large pieces, and when [`flush`](Self::flush) is called.
    ///
    /// # Errors
    /// Those of `inner`, [`Error::LimitExceeded`](crate::Error::LimitExceeded), and
    /// [`Error::UnknownId`](crate::Error::UnknownId), which a document reports only from [`finish`](Self::finish).
    pub fn write_ids(&mut self, ids: &[u32]) -> Result<()> {
        self.ids.extend_from_slice(ids);
        if let FormWriter::Document(document) = &self.form
            && self.ids.len() > document.max_size()
        {
            self.form = FormWriter::Stream(document.to_stream(IDS)?);
        }
        match self.form {
            FormWriter::Stream(_) if self.ids.len() >= PIECE => self.write_pending(),
            _ => Ok(()),
        }
    }

    /// Writes all pending ids of a stream in readable form, and flushes `inner`. A document is only written by
    /// [`finish`](Self::finish).
    ///
    /// # Errors
    /// Those of [`write_ids`](Self::write_ids).
    pub fn flush(&mut self) -> Result<()> {
        self.write_pending()?;
        if let FormWriter::Stream(stream) = &mut self.form {
            stream.flush(&mut self.bytes);
        }
        self.write_bytes()?;
        self.inner.flush()
    }

    /// Writes the document or ends the stream. Returns `inner` and the form of the output.
    ///
    /// # Errors
    /// Those of [`write_ids`](Self::write_ids).
    pub fn finish(mut self) -> Result<(W, Form)> {
        self.write_pending()?;
        let form = match &mut self.form {
            FormWriter::Document(document) => {
                document.encode_into(&self.ids, &mut self.bytes)?;
                Form::Document
            }
            FormWriter::Stream(stream) => {
                stream.end(&mut self.bytes);
                Form::Stream
            }
        };
        self.write_bytes()?;
        self.inner.flush()?;
        Ok((self.inner, form))
    }

    /// Encodes the pending ids of a stream and writes them to `inner`.
    fn write_pending(&mut self) -> Result<()> {
        if let FormWriter::Stream(stream) = &mut self.form {
            stream.tokens(&self.ids, &mut self.bytes)?;
            self.ids.clear();
        }
        self.write_bytes()
    }

    fn write_bytes(&mut self) -> Result<()> {
        self.inner.write_all(&self.bytes)?;
        self.bytes.clear();
        Ok(())
    }
}
