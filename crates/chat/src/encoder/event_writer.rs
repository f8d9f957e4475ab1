//! Writes events and pieces of the source to a stream.
//!
//! There are several encodings of an event: in a lane, as a literal with extracted values, as a literal with all values
//! in place, and as a literal of its bytes. The encoder renders each one as the decoder will, drops those that do not
//! reproduce the event's bytes, and writes the shortest. The last one always does. Most events are cheap in a lane, so
//! the others are not even tried.

use super::composer::Composer;
use super::history_index::HistoryIndex;
use super::padding;
use super::roles;
use super::settings::Settings;
use super::text_codec::TextCodec;
use crate::deflate::DICTIONARY;
use crate::event::{Position, lex};
use crate::record::{Extent, LaneEvent, Record, TextValue};
use crate::session::{Rendered, Session};
use crate::split::Piece;
use crate::wire;
use tokenwire::{Error, Result, StreamWriter};

/// An event in a lane of at most this many bytes is not compared with literals. A literal is rarely shorter.
const CHEAP: usize = 12;
/// An event in a lane of at most this many bytes is not compared with literals either if its new values are at least
/// twice as long. Deflate compresses values less, unless they occurred before.
const CHEAP_IF_HALVED: usize = 64;
/// An event in a lane may be this many bytes longer than a literal. A literal begins another lane, which later events
/// have to learn.
const NEW_LANE_COST: usize = 4;
/// A literal whose text is encoded as tokens may be this many bytes longer than one with the text in place. Later events
/// can refer to tokens, and readers receive them.
const LOST_TOKENS_COST: usize = 3;

/// A stream that has begun.
#[derive(Debug, Clone)]
pub(super) struct EventWriter {
    pub(super) stream: StreamWriter,
    session: Session,
    codec: TextCodec,
    index: HistoryIndex,
    keep_padding: bool,
}

/// An encoding of an event.
struct Candidate {
    record: Record,
    rendered: Rendered,
    /// The stream after the record.
    stream: StreamWriter,
    bytes: Vec<u8>,
}

impl EventWriter {
    /// Begins a stream. The first event may name a model, which determines the table.
    pub(super) fn new(settings: &Settings, first_event: &[u8]) -> Self {
        let table = settings.table_for(first_event);
        let session = Session::new(table.vocabulary());
        let codec = TextCodec::new(table.clone(), settings.ranks);
        let stream = StreamWriter::from_table(table).with_coder(settings.coder).with_events(DICTIONARY);
        let index = HistoryIndex::default();
        Self { stream, session, codec, index, keep_padding: settings.keep_padding }
    }

    /// Encodes an event or a piece of one.
    pub(super) fn piece(&mut self, piece: Piece<'_>, out: &mut Vec<u8>) -> Result<()> {
        if piece.extent == Extent::Event {
            return self.event(piece.bytes, out);
        }
        let piece_alone = || Record::Literal(self.composer(piece.bytes, &[]).piece(Extent::Piece));
        let record = self.last_piece(piece).unwrap_or_else(piece_alone);
        self.write(&record, out)
    }

    /// Encodes the last piece of an event, which both sides then learn. Returns `None` if it is not the last piece, or
    /// if the event is too long.
    fn last_piece(&self, piece: Piece<'_>) -> Option<Record> {
        let can_join = piece.extent == Extent::LastPiece && self.session.can_join(piece.bytes.len());
        let event = can_join.then(|| [&self.session.pieces[..], piece.bytes].concat())?;
        let positions = lex(&event).unwrap_or_default();
        let mut literal = self.composer(piece.bytes, &[]).piece(Extent::LastPiece);
        if self.session.lanes.of_shape(&event, &positions).is_none() {
            literal.extracted = self.composer(&event, &positions).roles_in_place();
        }
        let record = Record::Literal(literal);
        self.session.render(&record, self.stream.offset()).is_ok().then_some(record)
    }

    /// Encodes an event like the last one, with these tokens as its text.
    pub(super) fn tokens(&mut self, ids: &[u32], out: &mut Vec<u8>) -> Result<()> {
        let (offset, size) = (self.stream.offset(), self.stream.header().table().size());
        if let Some((position, id)) = ids.iter().enumerate().find(|(_, id)| !self.codec.has_all(&[**id])) {
            return Err(Error::UnknownId { position, id: (*id).into(), size });
        }
        let last = self.session.lanes.get(0);
        last.filter(|lane| lane.main.is_some() && lane.explicit_slots().next().is_none())
            .ok_or(Error::Invalid { offset, reason: "a last event in which only the text varies" })?;
        let event = LaneEvent { main: Some(TextValue::Tokens(ids.to_vec())), ..LaneEvent::default() };
        self.write(&Record::Event(event), out)
    }

    fn event(&mut self, event: &[u8], out: &mut Vec<u8>) -> Result<()> {
        let Some(mut positions) = lex(event) else { return self.unlexed_event(event, out) };
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
        let in_lane = composer.lane_event().and_then(|record| self.candidate(record, event));
        let best = match in_lane {
            Some(in_lane) if is_cheap(&in_lane, &composer) => Some(in_lane),
            in_lane => self.shortest(in_lane, &composer, event),
        };
        match best {
            Some(best) => {
                self.commit(best, out);
                Ok(())
            }
            None => self.unlexed_event(event, out),
        }
    }

    /// Returns the shortest encoding of an event: in a lane, or as a literal.
    fn shortest(
        &self,
        in_lane: Option<Candidate>,
        composer: &Composer<'_>,
        event: &[u8],
    ) -> Option<Candidate> {
        let literal = self.literal(composer, event);
        match (in_lane, literal) {
            (Some(in_lane), Some(literal)) if in_lane.is_better_than(&literal, NEW_LANE_COST, composer) => {
                Some(in_lane)
            }
            (in_lane, literal) => literal.or(in_lane),
        }
    }

    /// Returns the shorter literal of an event: with extracted values, or with all values in place. Literals with ids
    /// that the server sends are never plain, because the decoder would not know them.
    fn literal(&self, composer: &Composer<'_>, event: &[u8]) -> Option<Candidate> {
        let literal = composer.literal();
        let is_cheap = literal.has_ids() || composer.extracted_len(&literal) <= LOST_TOKENS_COST;
        let extracted = self.candidate(Record::Literal(literal), event);
        if extracted.is_some() && is_cheap {
            return extracted;
        }
        let plain = self.candidate(Record::Literal(composer.plain_literal()), event);
        match (extracted, plain) {
            (Some(extracted), Some(plain))
                if extracted.is_better_than(&plain, LOST_TOKENS_COST, composer) =>
            {
                Some(extracted)
            }
            (extracted, plain) => plain.or(extracted),
        }
    }

    /// Encodes an event without slots.
    fn unlexed_event(&mut self, event: &[u8], out: &mut Vec<u8>) -> Result<()> {
        let literal = self.composer(event, &[]).piece(Extent::Event);
        self.write(&Record::Literal(literal), out)
    }

    fn composer<'a>(&'a self, event: &'a [u8], positions: &'a [Position]) -> Composer<'a> {
        Composer { session: &self.session, codec: &self.codec, index: &self.index, event, positions }
    }

    /// Encodes a record. Returns `None` unless it reproduces the event's bytes.
    fn candidate(&self, record: Record, event: &[u8]) -> Option<Candidate> {
        let rendered = self.session.render(&record, self.stream.offset()).ok()?;
        if rendered.output() != event {
            return None;
        }
        let (mut stream, mut bytes) = (self.stream.clone(), Vec::new());
        wire::write(&record, &self.session, &mut stream, &mut bytes).ok()?;
        Some(Candidate { record, rendered, stream, bytes })
    }

    fn write(&mut self, record: &Record, out: &mut Vec<u8>) -> Result<()> {
        let rendered = self.session.render(record, self.stream.offset())?;
        wire::write(record, &self.session, &mut self.stream, out)?;
        self.learn(record, &rendered);
        Ok(())
    }

    fn commit(&mut self, candidate: Candidate, out: &mut Vec<u8>) {
        out.extend_from_slice(&candidate.bytes);
        self.stream = candidate.stream;
        self.learn(&candidate.record, &candidate.rendered);
    }

    fn learn(&mut self, record: &Record, rendered: &Rendered) {
        self.session.learn(record, rendered);
        self.index.update(&self.session.history);
    }
}

impl Candidate {
    /// Returns whether this encoding is better than a literal, which it may exceed by `allowance` bytes.
    ///
    /// If a text of the event is longer than a lane remembers, the literal may be up to a quarter longer. Its bytes stay
    /// in the history, so a server that repeats the text in the next event, and adds to it, then costs a copy.
    fn is_better_than(&self, literal: &Self, allowance: usize, composer: &Composer<'_>) -> bool {
        if composer.has_text_beyond_lanes() {
            self.bytes.len() * 5 / 4 < literal.bytes.len()
        } else {
            self.bytes.len() <= literal.bytes.len() + allowance
        }
    }
}

/// Returns whether an event in a lane need not be compared with literals.
fn is_cheap(in_lane: &Candidate, composer: &Composer<'_>) -> bool {
    let len = in_lane.bytes.len();
    len <= CHEAP || len <= CHEAP_IF_HALVED && 2 * len <= composer.new_values_len(&in_lane.record)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deflate::deflate;
    use crate::split::Splitter;
    use std::fs;

    /// Returns the largest difference between the bytes that an event takes and those of its deflated self.
    fn largest_excess(source: &[u8]) -> Option<isize> {
        let mut splitter = Splitter::default();
        splitter.push(source);
        let settings = Settings { keep_padding: true, ..Settings::default() };
        let mut writer = EventWriter::new(&settings, source);
        let mut largest = None;
        while let Some(piece) = splitter.next() {
            let deflated =
                deflate(piece.bytes, &writer.session.literals).map_or(piece.bytes.len(), |bytes| bytes.len());
            let before = writer.stream.offset();
            let mut out = Vec::new();
            writer.piece(piece, &mut out).unwrap();
            // The first record comes with the header.
            let written = writer.stream.offset() - if before == 0 { 3 } else { before };
            largest = largest.max(Some(written.cast_signed() - deflated.cast_signed()));
        }
        largest
    }

    /// Covers the streams of crates/chat/tests/data and, if it exists, ../shared.
    #[test]
    fn no_event_is_more_than_8_bytes_longer_than_its_deflated_self() {
        let folders = ["tests/data", "../../../shared/sse", "../../../shared/sse-hard"];
        let mut count = 0;
        for path in folders.iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten()) {
            let path = path.unwrap().path();
            if let Some(excess) = largest_excess(&fs::read(&path).unwrap()) {
                assert!(excess <= 8, "{}: {excess}", path.display());
                count += 1;
            }
        }
        assert!(count > 90, "{count}");
    }
}
