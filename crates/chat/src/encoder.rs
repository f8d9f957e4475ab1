//! Encodes a server's events as a stream.

mod composer;
mod cost;
mod event_writer;
mod history_index;
mod lane_event;
mod literal;
mod main_slot;
mod padding;
mod roles;
mod settings;
mod speller;
mod strings;
mod text_codec;

use crate::split::Splitter;
use event_writer::EventWriter;
use settings::Settings;
use tokenwire::{Error, Result, StreamCoder, Table};

/// Encodes a streamed response (server-sent events or NDJSON) as it arrives.
///
/// ```
/// use tokenwire_chat::{Decoder, Encoder};
/// let event = b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n";
/// let (mut encoder, mut stream) = (Encoder::new(), Vec::new());
/// encoder.push(event, &mut stream)?;
/// encoder.end(&mut stream)?;
///
/// let mut decoder = Decoder::new();
/// decoder.push(&stream);
/// let first = decoder.next_event()?.unwrap();
/// assert_eq!((first.bytes, first.text), (&event[..], "Hi"));
/// assert!(decoder.next_event()?.is_none());
/// decoder.finish()?;
/// # Ok::<(), tokenwire::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Encoder {
    settings: Settings,
    splitter: Splitter,
    /// Created with the first event, which may name the model and so determine the table.
    writer: Option<EventWriter>,
}

impl Encoder {
    /// Creates an encoder that may use any built-in table.
    ///
    /// The encoder uses the table chat-2026 of the encoding of the first event's model. If the event names no known
    /// model, it uses the table chat-2026 of `o200k_base`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the tables that the encoder may use, usually those that the receiver has. The default, which an empty
    /// `tables` restores, is all built-in tables.
    ///
    /// The encoder uses the first of these tables that exists: the first one for the encoding of the first event's
    /// model, the first one for `o200k_base`, the first one of all. A single table is therefore always used.
    ///
    /// With a table without an encoding, text is encoded as bytes, and only token ids that the server sends become
    /// tokens.
    #[must_use]
    pub fn with_tables(mut self, tables: impl IntoIterator<Item = Table>) -> Self {
        self.settings.tables = tables.into_iter().collect();
        self
    }

    /// Sets the coder that writes symbols. The default is [`StreamCoder::Varint`].
    #[must_use]
    pub fn with_coder(mut self, coder: StreamCoder) -> Self {
        self.settings.coder = coder;
        self
    }

    /// Sets whether padding is preserved. By default it is removed from complete events: the values of OpenAI's
    /// `obfuscation` and Mistral's `p` become empty, and the spaces before the last brace of Anthropic's events
    /// disappear. All other bytes always round-trip.
    #[must_use]
    pub fn with_padding(mut self, keep: bool) -> Self {
        self.settings.keep_padding = keep;
        self
    }

    /// Limits the tokens to those of the first `ranks` ranks of the table, because the receiver knows only those.
    /// Other tokens are encoded as several shorter tokens, or as bytes.
    #[must_use]
    pub fn with_ranks(mut self, ranks: u32) -> Self {
        self.settings.ranks = ranks;
        self
    }

    /// Adds the source's next bytes, and encodes every event that they complete.
    ///
    /// # Errors
    /// Returns [`Error::TrailingBytes`] after [`end`](Self::end) or [`abort`](Self::abort).
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<()> {
        self.check_open()?;
        self.splitter.push(bytes);
        while let Some(piece) = self.splitter.next() {
            let writer = self.writer.get_or_insert_with(|| EventWriter::new(&self.settings, piece.bytes));
            writer.piece(piece, out)?;
        }
        Ok(())
    }

    /// Encodes what has arrived of an unfinished event, so that nothing is held back.
    ///
    /// Each line that ends with LF becomes an event of its own, and what follows the last LF becomes a piece. Call this
    /// method after a pause: soon at a line end, because some servers end their events with one line end, and later
    /// elsewhere. Then call [`flush`](Self::flush).
    ///
    /// # Errors
    /// Returns the errors of [`push`](Self::push).
    pub fn flush_partial(&mut self, out: &mut Vec<u8>) -> Result<()> {
        self.check_open()?;
        while let Some(piece) = self.splitter.next_partial() {
            let writer = self.writer.get_or_insert_with(|| EventWriter::new(&self.settings, piece.bytes));
            writer.piece(piece, out)?;
        }
        Ok(())
    }

    /// Returns what is buffered of an unfinished event.
    pub fn unfinished(&self) -> &[u8] {
        self.splitter.unfinished()
    }

    /// Encodes an event like the last one, with these tokens as its text. A server that has token ids need not write
    /// JSON for them.
    ///
    /// An incomplete character at the end of the tokens is buffered until the next tokens.
    ///
    /// # Errors
    /// Writes nothing and returns one of these errors:
    /// - [`Error::Invalid`] if there is no last event, if more than its text varies from event to event, or if the
    ///   tokens are not UTF-8
    /// - [`Error::UnknownId`] if an id is outside the table, or its rank is outside those of
    ///   [`with_ranks`](Self::with_ranks)
    /// - [`Error::TrailingBytes`] after [`end`](Self::end) or [`abort`](Self::abort)
    pub fn tokens(&mut self, ids: &[u32], out: &mut Vec<u8>) -> Result<()> {
        self.check_open()?;
        let no_event =
            Error::Invalid { offset: 0, reason: "an event (`Encoder::push`) before the first tokens" };
        self.writer.as_mut().ok_or(no_event)?.tokens(ids, out)
    }

    /// Appends the bytes that the decoder needs to read all events so far. Call this method before each write to the
    /// network.
    ///
    /// Varints need no such bytes. With the prefix coder, symbols end inside bytes, so FLUSH and padding bits fill the
    /// last byte.
    pub fn flush(&mut self, out: &mut Vec<u8>) {
        if let Some(writer) = &mut self.writer {
            writer.stream.flush(out);
        }
    }

    /// Appends a keep-alive (PING), if the stream has begun and not ended.
    pub fn ping(&mut self, out: &mut Vec<u8>) {
        if let Some(writer) = &mut self.writer {
            writer.stream.ping(out);
        }
    }

    /// Ends the stream after a source that is complete. An unfinished event is encoded first, as
    /// [`flush_partial`](Self::flush_partial) does.
    ///
    /// # Errors
    /// Returns the errors of [`push`](Self::push).
    pub fn end(&mut self, out: &mut Vec<u8>) -> Result<()> {
        self.finish_source(out)?.stream.end(out);
        Ok(())
    }

    /// Ends the stream after a source that was interrupted. An unfinished event is encoded first, as
    /// [`flush_partial`](Self::flush_partial) does. The decoder returns [`Error::Aborted`] at the end.
    ///
    /// # Errors
    /// Returns the errors of [`push`](Self::push).
    pub fn abort(&mut self, out: &mut Vec<u8>) -> Result<()> {
        self.finish_source(out)?.stream.abort(out);
        Ok(())
    }

    /// Returns the number of tokens written so far.
    pub fn token_count(&self) -> usize {
        self.writer.as_ref().map_or(0, |writer| writer.stream.token_count())
    }

    fn check_open(&self) -> Result<()> {
        match &self.writer {
            Some(writer) if writer.stream.has_ended() => {
                Err(Error::TrailingBytes { offset: writer.stream.offset() })
            }
            _ => Ok(()),
        }
    }

    /// Encodes the incomplete event at the source's end, if there is one.
    fn finish_source(&mut self, out: &mut Vec<u8>) -> Result<&mut EventWriter> {
        self.flush_partial(out)?;
        Ok(self.writer.get_or_insert_with(|| EventWriter::new(&self.settings, &[])))
    }
}
