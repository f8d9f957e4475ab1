//! Symbols, numbers and bytes -> codes, as they come.

use super::Held;
use super::literal::LiteralReader;
use super::text::TextReader;
use super::value::ValueReader;
use crate::code::{Code, Known};
use crate::json::Style;
use crate::lane::Lane;
use crate::session::Session;
use tokenwire::{Control, Error, Result, StreamReader, Symbol};

/// What was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    Code(Code),
    Ping,
    End,
}

/// How far the reading of a code has come.
#[derive(Debug, Clone, Default)]
pub(crate) struct CodeReader {
    stage: Stage,
    /// A lane was picked.
    picked: bool,
    known: Known,
    held: Held,
}

#[derive(Debug, Clone, Default)]
enum Stage {
    /// Between codes, or between what comes before an event's text.
    #[default]
    Symbol,
    Lane,
    Slot,
    Style,
    Change {
        slot: usize,
        value: ValueReader,
    },
    Main(TextReader),
    /// The values of loud slots.
    Loud(ValueReader),
    Literal(LiteralReader),
    /// All of an event has come.
    Known,
}

const NO_LANE: &str = "a lane that there is";

impl CodeReader {
    /// The next code, if all of it has come. What has come of it otherwise is kept.
    pub(crate) fn poll(&mut self, stream: &mut StreamReader, session: &Session) -> Result<Option<Step>> {
        loop {
            self.stage = match &mut self.stage {
                Stage::Symbol => match ready!(stream.symbol()) {
                    Symbol::Control(Control::End) if !self.has_begun() => return Ok(Some(Step::End)),
                    Symbol::Control(Control::Ping) if !self.has_begun() => return Ok(Some(Step::Ping)),
                    symbol => self.symbol(symbol, stream.offset(), session)?,
                },
                Stage::Lane => {
                    let number = ready!(stream.number());
                    self.lane(number, stream.offset(), session)?
                }
                Stage::Slot => {
                    let number = ready!(stream.number());
                    self.slot(number, stream.offset(), session)?
                }
                Stage::Style => {
                    let style = Style::of(ready!(stream.number()));
                    let style =
                        style.ok_or(Error::Invalid { offset: stream.offset(), reason: "known habits" })?;
                    return Ok(Some(self.done(Code::Style(style))));
                }
                Stage::Change { slot, value } => {
                    let (slot, value) = (*slot, ready!(value.poll(stream)));
                    self.held.add(&value)?;
                    self.known.changes.push((slot, value));
                    Stage::Symbol
                }
                Stage::Main(text) => {
                    let text = ready!(text.poll(stream));
                    self.held.add_text(&text)?;
                    self.known.main = Some(text);
                    self.next_loud(session)
                }
                Stage::Loud(value) => {
                    let value = ready!(value.poll(stream));
                    self.held.add(&value)?;
                    self.known.loud.push(value);
                    self.next_loud(session)
                }
                Stage::Literal(literal) => {
                    let literal = ready!(literal.poll(stream, &session.literals));
                    return Ok(Some(self.done(Code::Literal(literal))));
                }
                Stage::Known => {
                    let known = std::mem::take(&mut self.known);
                    return Ok(Some(self.done(Code::Known(known))));
                }
            };
        }
    }

    /// Whether something of an event has come.
    fn has_begun(&self) -> bool {
        self.picked || !self.known.changes.is_empty()
    }

    fn symbol(&mut self, symbol: Symbol, offset: usize, session: &Session) -> Result<Stage> {
        match symbol {
            Symbol::Control(Control::Lane) => Ok(Stage::Lane),
            Symbol::Control(Control::Lane1) => self.pick(session.lanes.other(0), offset),
            Symbol::Control(Control::Lane2) => self.pick(session.lanes.other(1), offset),
            Symbol::Control(Control::Change) => Ok(Stage::Slot),
            Symbol::Control(Control::Literal) if !self.has_begun() => {
                Ok(Stage::Literal(LiteralReader::default()))
            }
            symbol => self.event(symbol, offset, session),
        }
    }

    /// An event's text begins, or what stands for none.
    fn event(&mut self, symbol: Symbol, offset: usize, session: &Session) -> Result<Stage> {
        let lane = self.lane_at_hand(session).ok_or(Error::Invalid { offset, reason: NO_LANE })?;
        if lane.main.is_some() {
            return Ok(Stage::Main(TextReader::of(symbol, offset)?));
        }
        match symbol {
            Symbol::Control(Control::Event) => Ok(self.next_loud(session)),
            _ => Err(Error::Invalid { offset, reason: "an event without text" }),
        }
    }

    /// A lane that there is, or a new one like the lane at hand.
    fn lane(&mut self, number: u64, offset: usize, session: &Session) -> Result<Stage> {
        let lane = usize::try_from(number).ok().filter(|lane| *lane <= session.lanes.len());
        if lane != Some(session.lanes.len()) {
            return self.pick(lane, offset);
        }
        let before = self.lane_at_hand(session).filter(|_| !self.known.fork && self.known.changes.is_empty());
        before.ok_or(Error::Invalid { offset, reason: NO_LANE })?;
        (self.picked, self.known.fork) = (true, true);
        Ok(Stage::Symbol)
    }

    fn pick(&mut self, lane: Option<usize>, offset: usize) -> Result<Stage> {
        let lane = lane.filter(|_| !self.has_begun());
        self.known.lane = lane.ok_or(Error::Invalid { offset, reason: NO_LANE })?;
        self.picked = true;
        Ok(Stage::Symbol)
    }

    /// The slot of a change, counted from 1; 0 is the style of all.
    fn slot(&mut self, number: u64, offset: usize, session: &Session) -> Result<Stage> {
        let Some(slot) = usize::try_from(number).unwrap_or(usize::MAX).checked_sub(1) else {
            let reason = "a change of style between events";
            return if self.has_begun() { Err(Error::Invalid { offset, reason }) } else { Ok(Stage::Style) };
        };
        let upward = self.known.changes.last().is_none_or(|(last, _)| *last < slot);
        let quiet =
            self.lane_at_hand(session).and_then(|lane| lane.quiet().find(|(index, _)| *index == slot));
        let (_, quiet) =
            quiet.filter(|_| upward).ok_or(Error::Invalid { offset, reason: "a slot that may change" })?;
        Ok(Stage::Change { slot, value: ValueReader::of(quiet) })
    }

    /// The lane that was picked, or else the one that is expected.
    fn lane_at_hand<'s>(&mut self, session: &'s Session) -> Option<&'s Lane> {
        if !self.picked {
            self.known.lane = session.lanes.expected()?;
        }
        session.lanes.get(self.known.lane)
    }

    /// The next value of a loud slot, if there is one more.
    fn next_loud(&self, session: &Session) -> Stage {
        let lane = session.lanes.get(self.known.lane);
        let loud = lane.and_then(|lane| lane.loud().nth(self.known.loud.len()));
        loud.map_or(Stage::Known, |(_, slot)| Stage::Loud(ValueReader::of(slot)))
    }

    fn done(&mut self, code: Code) -> Step {
        *self = Self::default();
        Step::Code(code)
    }
}
