//! Pieces of the source -> stream.

use super::composer::Composer;
use super::padding;
use super::roles;
use super::tokens::Tokens;
use crate::code::{Code, Known, Literal, Text};
use crate::deflate::DICTIONARY;
use crate::event::{Kind, Spot, lex};
use crate::session::{Rendered, Session};
use crate::split::Piece;
use crate::wire;
use tokenwire::{Encoding, Error, Result, StreamCoder, StreamWriter, Table, Vocabulary};

/// What was asked of an encoder.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) table: Option<(Table, Option<Encoding>)>,
    /// Those that the other side has; empty: all.
    pub(super) offered: Vec<(Table, Encoding)>,
    pub(super) coder: StreamCoder,
    pub(super) keep_padding: bool,
}

impl Settings {
    /// The table for text of an encoding, of those that may be, and what its ids stand for.
    fn table_for(&self, encoding: Encoding) -> (Table, Option<Encoding>) {
        let of = |wanted| self.offered.iter().find(|(_, offered)| *offered == wanted);
        let offered = of(encoding).or_else(|| of(Encoding::O200kBase)).or(self.offered.first());
        let (table, encoding) = offered.cloned().unwrap_or_else(|| (Table::chat_2026(encoding), encoding));
        (table, Some(encoding))
    }
}

/// A stream that has begun.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    pub(super) stream: StreamWriter,
    session: Session,
    tokens: Tokens,
    keep_padding: bool,
}

impl Writer {
    /// A stream whose first event may tell its encoding.
    pub(super) fn new(settings: &Settings, first: &[u8]) -> Self {
        let (table, encoding) = settings.table.clone().unwrap_or_else(|| settings.table_for(encoding(first)));
        let vocabulary = encoding.map(Vocabulary::of);
        let tokens = Tokens::new(table.clone(), vocabulary);
        let stream = StreamWriter::with_table(table).with_coder(settings.coder).with_events(DICTIONARY);
        let stream = encoding.map_or(stream.clone(), |encoding| stream.with_vocabulary(encoding));
        Self { stream, session: Session::new(vocabulary), tokens, keep_padding: settings.keep_padding }
    }

    pub(super) fn piece(&mut self, piece: Piece<'_>, out: &mut Vec<u8>) -> Result<()> {
        if piece.whole {
            return self.event(piece.bytes, out);
        }
        let literal = Literal { partial: true, bytes: piece.bytes.to_vec(), apart: Vec::new() };
        self.write(&Code::Literal(literal), out)
    }

    /// The last event, with these tokens for its text.
    pub(super) fn tokens(&mut self, ids: &[u32], out: &mut Vec<u8>) -> Result<()> {
        let (offset, size) = (self.stream.offset(), self.stream.table().size());
        if let Some(position) = ids.iter().position(|id| *id >= size) {
            let id = ids.get(position).copied().unwrap_or_default().into();
            return Err(Error::UnknownId { position, id, size });
        }
        let last = self.session.lanes.get(0);
        last.filter(|lane| lane.main.is_some() && lane.loud().next().is_none())
            .ok_or(Error::Invalid { offset, reason: "an event of which nothing changes but its text" })?;
        let known = Known { main: Some(Text::Tokens(ids.to_vec())), ..Known::default() };
        self.write(&Code::Known(known), out)
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
        let rendered = self.session.render(code).map_err(|fault| fault.at(self.stream.offset()))?;
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
