//! Writes text as a document or stream.

use super::id_writer::IdWriter;
use super::pieces;
use crate::document::{DocumentWriter, TEXT};
use crate::form::Form;
use crate::stream::StreamWriter;
use crate::vocab::{Text, Tokenizer};
use std::io::{self, Result, Write};

/// Writes text as one document, or as a stream of ids if the text is longer than the document's
/// [`with_max_size`](DocumentWriter::with_max_size) allows.
///
/// For a stream, the text is tokenized in pieces of 1 MiB. Pieces are cut at a line end or before a word, which no
/// token crosses. So the tokens are those of the whole text, unless a piece has no such place.
///
/// Call [`finish`](Self::finish) at the end. Otherwise pending text is lost.
#[derive(Debug)]
pub struct TextWriter<W> {
    form: FormWriter<W>,
    special_tokens: bool,
    /// The text that has not been written yet.
    text: Vec<u8>,
}

#[derive(Debug)]
enum FormWriter<W> {
    Document(DocumentWriter, W),
    Stream(IdWriter<W>, Tokenizer),
    /// Starting a stream failed.
    Failed,
}

impl<W: Write> TextWriter<W> {
    /// Returns a writer for a document, or for a stream if the document would exceed its limit.
    pub const fn new(document: DocumentWriter, inner: W) -> Self {
        Self { form: FormWriter::Document(document, inner), special_tokens: false, text: Vec::new() }
    }

    /// Sets whether names of special tokens, such as `<|endoftext|>`, are encoded as these tokens. The default is
    /// `false`.
    #[must_use]
    pub const fn with_special_tokens(mut self, special_tokens: bool) -> Self {
        self.special_tokens = special_tokens;
        self
    }

    /// Writes the document or ends the stream. Returns the inner writer and the form of the output.
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

    /// Switches to a stream if the text exceeds the limit of a document.
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

    /// Writes the complete pieces of a stream's text, or all of the text at the end.
    fn write_pieces(&mut self, end: bool) -> Result<()> {
        let FormWriter::Stream(stream, tokenizer) = &mut self.form else { return Ok(()) };
        let mut rest = self.text.as_slice();
        while !rest.is_empty() && (end || rest.len() >= pieces::LEN) {
            let (piece, after) = rest.split_at_checked(pieces::first(rest, end)).unwrap_or((rest, &[]));
            let text = Text::new(piece).with_special_tokens(self.special_tokens);
            stream.write_ids(&tokenizer.encode(text))?;
            rest = after;
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

    /// Does nothing, since text is only tokenized in large pieces.
    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

fn failed() -> io::Error {
    io::Error::other("an earlier write failed, so the output is incomplete; write it again")
}
