//! Text -> document or stream.

use super::id_writer::IdWriter;
use super::pieces;
use crate::document::{DocumentWriter, TEXT};
use crate::form::Form;
use crate::stream::StreamWriter;
use crate::vocab::{Text, Tokenizer};
use std::io::{self, Result, Write};

/// Writes text as one document, or as a stream of ids if it is longer than the document's
/// [`with_max_size`](DocumentWriter::with_max_size) allows.
///
/// A stream is tokenized in pieces of 1 MiB, cut at the end of a line or before a word, where no token crosses. So its tokens are
/// those of the whole text, unless a piece has neither. Call [`finish`](Self::finish) at the end: pending text is lost otherwise.
#[derive(Debug)]
pub struct TextWriter<W> {
    form: FormWriter<W>,
    special_tokens: bool,
    /// Text that was not written yet.
    text: Vec<u8>,
}

#[derive(Debug)]
enum FormWriter<W> {
    Document(DocumentWriter, W),
    Stream(IdWriter<W>, Tokenizer),
    /// A stream could not be begun.
    Failed,
}

impl<W: Write> TextWriter<W> {
    /// Returns a writer of a document, or of a stream where the document would be over its limit.
    pub const fn new(document: DocumentWriter, inner: W) -> Self {
        Self { form: FormWriter::Document(document, inner), special_tokens: false, text: Vec::new() }
    }

    /// Sets whether names of special tokens, `<|endoftext|>` and the like, become these tokens.
    #[must_use]
    pub const fn with_special_tokens(mut self, special_tokens: bool) -> Self {
        self.special_tokens = special_tokens;
        self
    }

    /// Writes the document or ends the stream. Returns the inner writer and what was written.
    ///
    /// # Errors
    /// Those of the inner writer and of [`DocumentWriter::encode_text`].
    pub fn finish(mut self) -> Result<(W, Form)> {
        self.write_pieces(true)?;
        let text = Text::new(&self.text).with_special_tokens(self.special_tokens);
        match self.form {
            FormWriter::Stream(stream, _) => stream.finish(),
            FormWriter::Document(document, mut inner) => {
                inner.write_all(&document.encode_text(text)?)?;
                inner.flush()?;
                Ok((inner, Form::Document))
            }
            FormWriter::Failed => Err(failed()),
        }
    }

    /// Makes this a stream if the text is longer than a document may be.
    fn check_len(&mut self) -> Result<()> {
        match std::mem::replace(&mut self.form, FormWriter::Failed) {
            FormWriter::Document(document, inner) if self.text.len() > document.max_size() => {
                self.form = Self::stream(document.to_stream(TEXT)?, inner)?;
            }
            other => self.form = other,
        }
        Ok(())
    }

    fn stream(stream: StreamWriter, inner: W) -> Result<FormWriter<W>> {
        let vocabulary = stream.header().table().expect_vocabulary()?;
        let tokenizer = Tokenizer::new(vocabulary.encoding());
        Ok(FormWriter::Stream(IdWriter::from_stream(stream, inner), tokenizer))
    }

    /// Writes the pieces of a stream's text that are complete; at the end, all of it.
    fn write_pieces(&mut self, end: bool) -> Result<()> {
        let FormWriter::Stream(stream, tokenizer) = &mut self.form else { return Ok(()) };
        let mut rest = self.text.as_slice();
        while !rest.is_empty() && (end || rest.len() >= pieces::LEN) {
            let (piece, behind) = rest.split_at_checked(pieces::first(rest, end)).unwrap_or((rest, &[]));
            let text = Text::new(piece).with_special_tokens(self.special_tokens);
            stream.write_ids(&tokenizer.encode(text))?;
            rest = behind;
        }
        let written = self.text.len() - rest.len();
        self.text.drain(..written);
        Ok(())
    }
}

impl<W: Write> Write for TextWriter<W> {
    fn write(&mut self, text: &[u8]) -> Result<usize> {
        if matches!(self.form, FormWriter::Failed) {
            return Err(failed());
        }
        self.text.extend_from_slice(text);
        self.check_len()?;
        self.write_pieces(false)?;
        Ok(text.len())
    }

    /// Does nothing: text is cut into tokens in large pieces.
    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

fn failed() -> io::Error {
    io::Error::other("writing failed before: what was written is incomplete")
}
