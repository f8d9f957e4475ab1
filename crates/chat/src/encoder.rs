//! Events -> stream.

mod composer;
mod known;
mod literal;
mod padding;
mod roles;
mod tokens;
mod writer;

use crate::split::Splitter;
use tokenwire::{Encoding, Error, Result, StreamCoder, Table};
use writer::{Settings, Writer};

/// Turns a server's answer, server-sent events or NDJSON as they come, into a stream.
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
/// assert!(decoder.next_event()?.is_none() && decoder.has_ended());
/// # Ok::<(), tokenwire::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Encoder {
    settings: Settings,
    splitter: Splitter,
    /// From the first event on, which may tell the model.
    writer: Option<Writer>,
}

impl Default for Encoder {
    fn default() -> Self {
        Self::new()
    }
}

impl Encoder {
    /// The encoding is that of the model that the first event names, or else `o200k_base`.
    pub fn new() -> Self {
        let settings =
            Settings { table: None, offered: Vec::new(), coder: StreamCoder::Varint, keep_padding: false };
        Self { settings, splitter: Splitter::default(), writer: None }
    }

    /// With the table chat-2026 of an encoding, whatever model the first event names.
    #[must_use]
    pub fn with_encoding(self, encoding: Encoding) -> Self {
        self.with_table(Table::chat_2026(encoding), Some(encoding))
    }

    /// With any table, and what its ids stand for. Without that no text becomes tokens, only the server's ids.
    #[must_use]
    pub fn with_table(mut self, table: Table, encoding: Option<Encoding>) -> Self {
        self.settings.table = Some((table, encoding));
        self
    }

    /// With one of the built-in tables of these numbers, which the other side said it has: that of the first event's model if it
    /// is among them. Numbers that are not known here are skipped.
    ///
    /// # Errors
    /// [`Error::Unsupported`] if none is known.
    pub fn with_offered(mut self, numbers: &[u8]) -> Result<Self> {
        self.settings.offered = numbers.iter().filter_map(|number| Table::numbered(*number).ok()).collect();
        let none = || Error::Unsupported {
            what: "table",
            number: numbers.first().copied().unwrap_or_default(),
            known: "built-in tables",
        };
        if self.settings.offered.is_empty() { Err(none()) } else { Ok(self) }
    }

    /// How symbols are written: varints unless said.
    #[must_use]
    pub fn with_coder(mut self, coder: StreamCoder) -> Self {
        self.settings.coder = coder;
        self
    }

    /// Whether padding is kept. Otherwise `obfuscation` becomes empty, and the blanks before the last brace of Anthropic's
    /// events go; everything else comes back to the byte in any case.
    #[must_use]
    pub fn with_padding(mut self, keep: bool) -> Self {
        self.settings.keep_padding = keep;
        self
    }

    /// Takes the source's next bytes, and appends every event that is complete now.
    ///
    /// # Errors
    /// [`Error::TrailingBytes`] after [`end`](Self::end) or [`abort`](Self::abort).
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<()> {
        self.check_open()?;
        self.splitter.push(bytes);
        while let Some(piece) = self.splitter.next() {
            let writer = self.writer.get_or_insert_with(|| Writer::new(&self.settings, piece.bytes));
            writer.piece(piece, out)?;
        }
        Ok(())
    }

    /// An event like the last one, but for its text, which these tokens stand for: a server that has the ids need not write JSON for
    /// them. Half a character at their end waits for the next tokens.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there is no last event, if other things than its text change with every event, or if the tokens
    /// make no UTF-8; [`Error::UnknownId`]; [`Error::TrailingBytes`] after the end. Nothing is written then.
    pub fn tokens(&mut self, ids: &[u32], out: &mut Vec<u8>) -> Result<()> {
        self.check_open()?;
        let none = Error::Invalid { offset: 0, reason: "an event before tokens alone" };
        self.writer.as_mut().ok_or(none)?.tokens(ids, out)
    }

    /// Appends what lets the other side read all that was written: nothing with varints.
    pub fn flush(&mut self, out: &mut Vec<u8>) {
        if let Some(writer) = &mut self.writer {
            writer.stream.flush(out);
        }
    }

    /// Tokens written.
    pub fn token_count(&self) -> usize {
        self.writer.as_ref().map_or(0, |writer| writer.stream.token_count())
    }

    /// Tells the other side that the source lives, once the stream has begun.
    pub fn ping(&mut self, out: &mut Vec<u8>) {
        if let Some(writer) = &mut self.writer {
            writer.stream.ping(out);
        }
    }

    /// The source ended as it should, or in the middle of an event.
    ///
    /// # Errors
    /// As of [`push`](Self::push).
    pub fn end(&mut self, out: &mut Vec<u8>) -> Result<()> {
        let writer = self.rest(out)?;
        writer.stream.end(out);
        Ok(())
    }

    /// The source broke off. What came of the last event is sent too.
    ///
    /// # Errors
    /// As of [`push`](Self::push).
    pub fn abort(&mut self, out: &mut Vec<u8>) -> Result<()> {
        let writer = self.rest(out)?;
        writer.stream.abort(out);
        Ok(())
    }

    fn check_open(&self) -> Result<()> {
        match &self.writer {
            Some(writer) if writer.stream.has_ended() => {
                Err(Error::TrailingBytes { offset: writer.stream.offset() })
            }
            _ => Ok(()),
        }
    }

    /// Appends what is no whole event.
    fn rest(&mut self, out: &mut Vec<u8>) -> Result<&mut Writer> {
        self.check_open()?;
        let piece = self.splitter.rest();
        let first = piece.map(|piece| piece.bytes).unwrap_or_default();
        let writer = self.writer.get_or_insert_with(|| Writer::new(&self.settings, first));
        if let Some(piece) = piece {
            writer.piece(piece, out)?;
        }
        Ok(writer)
    }
}
