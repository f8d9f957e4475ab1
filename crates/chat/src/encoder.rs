//! Events -> stream.

mod compose;
mod padding;
mod roles;
mod tokens;

use crate::code::{Code, Literal};
use crate::event::{Kind, Spot, lex};
use crate::literal::DICTIONARY;
use crate::session::{Rendered, Session};
use crate::split::{Piece, Splitter};
use crate::wire;
use compose::Composer;
use tokens::Tokens;
use tokenwire::{Encoding, Error, Result, StreamCoder, StreamWriter, Table, Vocabulary};

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
    table: Option<(Table, Option<Vocabulary>)>,
    coder: StreamCoder,
    keep_padding: bool,
    splitter: Splitter,
    /// From the first event on, which may tell the model.
    writer: Option<Writer>,
}

#[derive(Debug, Clone)]
struct Writer {
    stream: StreamWriter,
    session: Session,
    tokens: Tokens,
    keep_padding: bool,
}

impl Default for Encoder {
    fn default() -> Self {
        Self::new()
    }
}

impl Encoder {
    /// The encoding is that of the model that the first event names, or else `o200k_base`.
    pub fn new() -> Self {
        Self {
            table: None,
            coder: StreamCoder::Varint,
            keep_padding: false,
            splitter: Splitter::default(),
            writer: None,
        }
    }

    /// With the table chat-2026 of an encoding, whatever model the first event names.
    #[must_use]
    pub fn with_encoding(self, encoding: Encoding) -> Self {
        self.with_table(Table::chat_2026(encoding), Some(encoding))
    }

    /// With any table, and what its ids stand for. Without that no text becomes tokens, only the server's ids.
    #[must_use]
    pub fn with_table(mut self, table: Table, encoding: Option<Encoding>) -> Self {
        self.table = Some((table, encoding.map(Vocabulary::of)));
        self
    }

    /// How symbols are written: varints unless said.
    #[must_use]
    pub fn with_coder(mut self, coder: StreamCoder) -> Self {
        self.coder = coder;
        self
    }

    /// Whether padding is kept. Otherwise `obfuscation` becomes empty, and the blanks before the last brace of Anthropic's
    /// events go; everything else comes back to the byte in any case.
    #[must_use]
    pub fn with_padding(mut self, keep: bool) -> Self {
        self.keep_padding = keep;
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
            let writer = self.writer.get_or_insert_with(|| {
                Writer::new(self.table.clone(), self.coder, self.keep_padding, piece.bytes)
            });
            writer.piece(piece, out)?;
        }
        Ok(())
    }

    /// Appends what lets the other side read all that was written: nothing with varints.
    pub fn flush(&mut self, out: &mut Vec<u8>) {
        if let Some(writer) = &mut self.writer {
            writer.stream.flush(out);
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
        let writer = self.writer.get_or_insert_with(|| {
            let first = piece.map(|piece| piece.bytes).unwrap_or_default();
            Writer::new(self.table.clone(), self.coder, self.keep_padding, first)
        });
        if let Some(piece) = piece {
            writer.piece(piece, out)?;
        }
        Ok(writer)
    }
}

impl Writer {
    fn new(
        table: Option<(Table, Option<Vocabulary>)>,
        coder: StreamCoder,
        keep_padding: bool,
        first: &[u8],
    ) -> Self {
        let (table, vocabulary) = table.unwrap_or_else(|| {
            let encoding = encoding(first);
            (Table::chat_2026(encoding), Some(Vocabulary::of(encoding)))
        });
        let tokens = Tokens::new(table.clone(), vocabulary);
        let stream = StreamWriter::with_table(table).with_coder(coder).with_events(DICTIONARY);
        let stream = match vocabulary {
            Some(vocabulary) => stream.with_vocabulary(vocabulary.encoding()),
            None => stream,
        };
        Self { stream, session: Session::new(vocabulary), tokens, keep_padding }
    }

    fn piece(&mut self, piece: Piece<'_>, out: &mut Vec<u8>) -> Result<()> {
        if piece.whole {
            return self.event(piece.bytes, out);
        }
        let literal = Literal { partial: true, bytes: piece.bytes.to_vec(), apart: Vec::new() };
        self.write(&Code::Literal(literal), out)
    }

    fn event(&mut self, event: &[u8], out: &mut Vec<u8>) -> Result<()> {
        let Some(mut spots) = lex(event) else {
            let literal = Literal { partial: false, bytes: event.to_vec(), apart: Vec::new() };
            return self.write(&Code::Literal(literal), out);
        };
        roles::settle(event, &mut spots);
        let stripped = if self.keep_padding { None } else { padding::without(event, &spots) };
        if let Some((event, spots)) = stripped {
            return self.lexed(&event, &spots, out);
        }
        self.lexed(event, &spots, out)
    }

    fn lexed(&mut self, event: &[u8], spots: &[Spot], out: &mut Vec<u8>) -> Result<()> {
        if let Some(style) = self.composer(event, spots).new_style() {
            self.write(&Code::Style(style), out)?;
        }
        let composer = self.composer(event, spots);
        let exact = |code: Code| {
            let rendered = self.session.render(&code).ok().filter(|rendered| rendered.bytes == event)?;
            Some((code, rendered))
        };
        let code = composer.known().and_then(exact).or_else(|| exact(Code::Literal(composer.literal())));
        if let Some((code, rendered)) = code {
            return self.write_rendered(&code, &rendered, out);
        }
        let plain = Code::Literal(composer.plain());
        self.write(&plain, out)
    }

    fn composer<'a>(&'a self, event: &'a [u8], spots: &'a [Spot]) -> Composer<'a> {
        Composer { session: &self.session, tokens: &self.tokens, event, spots }
    }

    fn write(&mut self, code: &Code, out: &mut Vec<u8>) -> Result<()> {
        // Bytes as they are, and styles, make no fault.
        let rendered = self.session.render(code).unwrap_or_default();
        self.write_rendered(code, &rendered, out)
    }

    fn write_rendered(&mut self, code: &Code, rendered: &Rendered, out: &mut Vec<u8>) -> Result<()> {
        wire::write(code, &self.session, &mut self.stream, out)?;
        self.session.learn(code, rendered);
        Ok(())
    }
}

/// The encoding of the model that an event names.
fn encoding(event: &[u8]) -> Encoding {
    let spots = lex(event).unwrap_or_default();
    let model =
        spots.iter().find(|spot| spot.kind == Kind::String && event.get(spot.key.clone()) == Some(b"model"));
    let model =
        model.and_then(|spot| std::str::from_utf8(event.get(spot.at.clone())?).ok()).unwrap_or_default();
    // `openai/gpt-oss-20b` is a name too.
    let name = model.rsplit('/').next().unwrap_or(model);
    Encoding::for_model(name).unwrap_or(Encoding::O200kBase)
}
