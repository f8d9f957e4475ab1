//! Writes events and pieces of the source to a stream.
//!
//! There are three encodings of an event, from the shortest to the safest: in a lane, as a literal with extracted
//! values, and as a literal of its bytes. The encoder renders each one as the decoder will, and writes the first that
//! reproduces the event's bytes. The last one always does.

use super::composer::Composer;
use super::padding;
use super::roles;
use super::settings::Settings;
use super::text_codec::TextCodec;
use crate::deflate::DICTIONARY;
use crate::event::{Position, lex};
use crate::record::{LaneEvent, Literal, Record, TextValue};
use crate::session::{Rendered, Session};
use crate::split::Piece;
use crate::wire;
use tokenwire::{Error, Result, StreamWriter};

/// A stream that has begun.
#[derive(Debug, Clone)]
pub(super) struct EventWriter {
    pub(super) stream: StreamWriter,
    session: Session,
    codec: TextCodec,
    keep_padding: bool,
}

impl EventWriter {
    /// Begins a stream. The first event may name a model, which determines the table.
    pub(super) fn new(settings: &Settings, first_event: &[u8]) -> Self {
        let table = settings.table_for(first_event);
        let session = Session::new(table.vocabulary());
        let codec = TextCodec::new(table.clone());
        let stream = StreamWriter::from_table(table).with_coder(settings.coder).with_events(DICTIONARY);
        Self { stream, session, codec, keep_padding: settings.keep_padding }
    }

    /// Encodes an event or a piece of one.
    pub(super) fn piece(&mut self, piece: Piece<'_>, out: &mut Vec<u8>) -> Result<()> {
        if piece.complete {
            self.event(piece.bytes, out)
        } else {
            self.write(&Record::Literal(Literal::of_piece(piece.bytes)), out)
        }
    }

    /// Encodes an event like the last one, with these tokens as its text.
    pub(super) fn tokens(&mut self, ids: &[u32], out: &mut Vec<u8>) -> Result<()> {
        let (offset, size) = (self.stream.offset(), self.stream.header().table().size());
        if let Some((position, id)) = ids.iter().enumerate().find(|(_, id)| **id >= size) {
            return Err(Error::UnknownId { position, id: (*id).into(), size });
        }
        let last = self.session.lanes.get(0);
        last.filter(|lane| lane.main.is_some() && lane.explicit_slots().next().is_none())
            .ok_or(Error::Invalid { offset, reason: "a last event in which only the text varies" })?;
        let event = LaneEvent { main: Some(TextValue::Tokens(ids.to_vec())), ..LaneEvent::default() };
        self.write(&Record::Event(event), out)
    }

    fn event(&mut self, event: &[u8], out: &mut Vec<u8>) -> Result<()> {
        let Some(mut positions) = lex(event) else {
            return self.write(&Record::Literal(Literal::of_event(event)), out);
        };
        roles::treat_text_as_strings(event, &mut positions);
        let stripped = if self.keep_padding { None } else { padding::without(event, &positions) };
        match stripped {
            Some((event, positions)) => self.lexed_event(&event, &positions, out),
            None => self.lexed_event(event, &positions, out),
        }
    }

    fn lexed_event(&mut self, event: &[u8], positions: &[Position], out: &mut Vec<u8>) -> Result<()> {
        if let Some(style) = self.composer(event, positions).new_style() {
            self.write(&Record::Style(style), out)?;
        }
        let composer = self.composer(event, positions);
        let in_lane = composer.lane_event().and_then(|record| self.round_trip(record, event));
        let literal = || self.round_trip(Record::Literal(composer.literal()), event);
        match in_lane.or_else(literal) {
            Some((record, rendered)) => self.write_rendered(&record, &rendered, out),
            None => self.write(&Record::Literal(Literal::of_event(event)), out),
        }
    }

    fn composer<'a>(&'a self, event: &'a [u8], positions: &'a [Position]) -> Composer<'a> {
        Composer { session: &self.session, codec: &self.codec, event, positions }
    }

    /// Returns the record and its rendering, if the rendering reproduces the event's bytes.
    fn round_trip(&self, record: Record, event: &[u8]) -> Option<(Record, Rendered)> {
        let rendered = self.session.render(&record, self.stream.offset()).ok()?;
        (rendered.bytes == event).then_some((record, rendered))
    }

    fn write(&mut self, record: &Record, out: &mut Vec<u8>) -> Result<()> {
        let rendered = self.session.render(record, self.stream.offset())?;
        self.write_rendered(record, &rendered, out)
    }

    fn write_rendered(&mut self, record: &Record, rendered: &Rendered, out: &mut Vec<u8>) -> Result<()> {
        wire::write(record, &self.session, &mut self.stream, out)?;
        self.session.learn(record, rendered);
        Ok(())
    }
}
