//! Reads records.
//!
//! The bytes of a record may arrive in pieces of any size. Each reader in this folder therefore stores the parts that
//! it has read and the part that is next (its stage). It returns `None` when bytes are missing, and continues at its
//! stage when it is polled again.
//!
//! An event in a lane consists of these parts. All of them are optional, except the main text or EVENT:
//!
//! ```text
//! [LANE number | LANE1 | LANE2]  [LANE lane count: a copy]  { CHANGE slot value }
//! main text or EVENT  { value of an explicit slot }
//! ```
//!
//! For example, `LANE1, CHANGE 3 7, token` is an event in lane 1, in which slot 2 (slots are counted from 1 here) has
//! code 7 and the text is one token:
//!
//! ```text
//! stage            reads                  next stage
//! Symbol           LANE1                  Symbol
//! Symbol           CHANGE                 CorrectedSlot
//! CorrectedSlot    3                      Correction
//! Correction       7                      Symbol
//! Symbol           token                  Main
//! Main             no further symbol      EventComplete, or Explicit if the lane has explicit slots
//! ```

use super::bounds::{ValueSize, ready};
use super::literal::LiteralReader;
use super::text::TextReader;
use super::value::ValueReader;
use crate::json::Style;
use crate::lane::Lane;
use crate::record::{LaneEvent, Record};
use crate::session::Session;
use tokenwire::{Control, Error, Result, StreamReader, Symbol};

/// The next part of a stream.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    Record(Record),
    Ping,
    End,
}

/// Reads records, whose parts may arrive separately.
#[derive(Debug, Clone, Default)]
pub(crate) struct RecordReader {
    stage: Stage,
    /// Whether the lane was encoded.
    lane_is_set: bool,
    event: LaneEvent,
    value_size: ValueSize,
}

/// The part that is read next.
#[derive(Debug, Clone, Default)]
enum Stage {
    /// The first symbol of a record, or of the next part of an event.
    #[default]
    Symbol,
    LaneNumber,
    CorrectedSlot,
    Style,
    Correction {
        slot: usize,
        value: ValueReader,
    },
    Main(TextReader),
    Explicit(ValueReader),
    Literal(LiteralReader),
    EventComplete,
}

const NO_LANE: &str = "an existing lane";

impl RecordReader {
    /// Returns the next step, or `None` if its bytes have not arrived completely.
    pub(crate) fn poll(&mut self, stream: &mut StreamReader, session: &Session) -> Result<Option<Step>> {
        loop {
            self.stage = match &mut self.stage {
                Stage::Symbol => match ready!(stream.symbol()) {
                    Symbol::Control(Control::End) if !self.has_begun() => return Ok(Some(Step::End)),
                    Symbol::Control(Control::Ping) if !self.has_begun() => return Ok(Some(Step::Ping)),
                    symbol => self.after_symbol(symbol, stream.offset(), session)?,
                },
                Stage::LaneNumber => {
                    let number = ready!(stream.number());
                    self.lane(number, stream.offset(), session)?
                }
                Stage::CorrectedSlot => {
                    let number = ready!(stream.number());
                    self.corrected_slot(number, stream.offset(), session)?
                }
                Stage::Style => {
                    let style = style(ready!(stream.number()), stream.offset())?;
                    return Ok(Some(self.complete(Record::Style(style))));
                }
                Stage::Literal(literal) => {
                    let literal = ready!(literal.poll(stream, session));
                    return Ok(Some(self.complete(Record::Literal(literal))));
                }
                Stage::EventComplete => {
                    let event = std::mem::take(&mut self.event);
                    return Ok(Some(self.complete(Record::Event(event))));
                }
                Stage::Correction { .. } | Stage::Main(_) | Stage::Explicit(_) => {
                    ready!(self.poll_value(stream, session))
                }
            };
        }
    }

    /// Reads a value of an event and returns the next stage.
    fn poll_value(&mut self, stream: &mut StreamReader, session: &Session) -> Result<Option<Stage>> {
        match &mut self.stage {
            Stage::Correction { slot, value } => {
                let (slot, value) = (*slot, ready!(value.poll(stream)));
                self.value_size.add(&value)?;
                self.event.corrections.push((slot, value));
                return Ok(Some(Stage::Symbol));
            }
            Stage::Main(text) => {
                let text = ready!(text.poll(stream));
                self.value_size.add_text(&text)?;
                self.event.main = Some(text);
            }
            Stage::Explicit(value) => {
                let value = ready!(value.poll(stream));
                self.value_size.add(&value)?;
                self.event.explicit.push(value);
            }
            _ => {}
        }
        Ok(Some(self.next_explicit(session)))
    }

    /// Whether a part of an event was read.
    fn has_begun(&self) -> bool {
        self.lane_is_set || !self.event.corrections.is_empty()
    }

    fn after_symbol(&mut self, symbol: Symbol, offset: usize, session: &Session) -> Result<Stage> {
        match symbol {
            Symbol::Control(Control::Lane) => Ok(Stage::LaneNumber),
            Symbol::Control(Control::Lane1) => self.set_lane(session.lanes.unexpected(0), offset),
            Symbol::Control(Control::Lane2) => self.set_lane(session.lanes.unexpected(1), offset),
            Symbol::Control(Control::Change) => Ok(Stage::CorrectedSlot),
            Symbol::Control(Control::Literal) if !self.has_begun() => {
                Ok(Stage::Literal(LiteralReader::default()))
            }
            symbol => self.main(symbol, offset, session),
        }
    }

    /// Returns the stage after the first symbol of the main text, or after EVENT in a lane without text.
    fn main(&mut self, symbol: Symbol, offset: usize, session: &Session) -> Result<Stage> {
        let lane = self.current_lane(session).ok_or(Error::Invalid { offset, reason: NO_LANE })?;
        if lane.main.is_some() {
            return Ok(Stage::Main(TextReader::begin(symbol, offset)?));
        }
        match symbol {
            Symbol::Control(Control::Event) => Ok(self.next_explicit(session)),
            _ => Err(Error::Invalid { offset, reason: "EVENT in a lane without text" }),
        }
    }

    /// Returns the stage after the number of LANE. A number below the number of lanes is a lane, and the number of
    /// lanes itself means a copy of the current lane.
    fn lane(&mut self, number: u64, offset: usize, session: &Session) -> Result<Stage> {
        let lane = usize::try_from(number).ok().filter(|lane| *lane <= session.lanes.len());
        if lane != Some(session.lanes.len()) {
            return self.set_lane(lane, offset);
        }
        let may_fork = !self.event.fork && self.event.corrections.is_empty();
        self.current_lane(session).filter(|_| may_fork).ok_or(Error::Invalid { offset, reason: NO_LANE })?;
        (self.lane_is_set, self.event.fork) = (true, true);
        Ok(Stage::Symbol)
    }

    fn set_lane(&mut self, lane: Option<usize>, offset: usize) -> Result<Stage> {
        let lane = lane.filter(|_| !self.has_begun());
        self.event.lane = lane.ok_or(Error::Invalid { offset, reason: NO_LANE })?;
        self.lane_is_set = true;
        Ok(Stage::Symbol)
    }

    /// Returns the stage after the number of CHANGE: a slot counted from 1, or 0 for the style.
    fn corrected_slot(&mut self, number: u64, offset: usize, session: &Session) -> Result<Stage> {
        let Some(slot) = usize::try_from(number).unwrap_or(usize::MAX).checked_sub(1) else {
            let reason = "a slot number (the style changes only between events)";
            return if self.has_begun() { Err(Error::Invalid { offset, reason }) } else { Ok(Stage::Style) };
        };
        let ascends = self.event.corrections.last().is_none_or(|(last, _)| *last < slot);
        let lane = self.current_lane(session).filter(|_| ascends);
        let predicted = lane.and_then(|lane| lane.predicted_slots().find(|(index, _)| *index == slot));
        let (_, predicted) =
            predicted.ok_or(Error::Invalid { offset, reason: "predicted slots in ascending order" })?;
        Ok(Stage::Correction { slot, value: ValueReader::for_slot(predicted) })
    }

    /// Returns the encoded lane, or the expected one if none was encoded.
    fn current_lane<'s>(&mut self, session: &'s Session) -> Option<&'s Lane> {
        if !self.lane_is_set {
            self.event.lane = session.lanes.expected()?;
        }
        session.lanes.get(self.event.lane)
    }

    /// Returns the stage that reads the next value of an explicit slot, or that completes the event.
    fn next_explicit(&self, session: &Session) -> Stage {
        let lane = session.lanes.get(self.event.lane);
        let slot = lane.and_then(|lane| lane.explicit_slots().nth(self.event.explicit.len()));
        slot.map_or(Stage::EventComplete, |(_, slot)| Stage::Explicit(ValueReader::for_slot(slot)))
    }

    fn complete(&mut self, record: Record) -> Step {
        *self = Self::default();
        Step::Record(record)
    }
}

fn style(bits: u64, offset: usize) -> Result<Style> {
    Style::from_bits(bits).ok_or(Error::Invalid { offset, reason: "a style of known habits (bits 0 to 11)" })
}
