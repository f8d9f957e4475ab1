//! Symbols, numbers and bytes -> codes, as they come.

use super::capped;
use super::text::TextReader;
use super::value::ValueReader;
use crate::code::{Apart, Code, Known, Literal, Role};
use crate::json::Style;
use crate::lane::Lane;
use crate::limits::{MAX_EVENT, MAX_SLOTS};
use crate::literal::inflate;
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
#[derive(Debug, Clone)]
pub(crate) struct CodeReader {
    stage: Stage,
    /// A lane was picked.
    picked: bool,
    known: Known,
    literal: Literal,
}

#[derive(Debug, Clone)]
enum Stage {
    /// Between codes, or between what comes before an event's text.
    Symbol,
    Lane,
    ChangeSlot,
    Style,
    Change { slot: usize, value: ValueReader },
    Main(TextReader),
    Loud(ValueReader),
    LiteralHead,
    LiteralBytes { len: usize, stored: bool },
    ApartCount,
    Apart { left: usize },
    ApartValue { index: usize, value: ValueReader },
}

/// Nothing of a code yet.
const NOTHING: Known = Known { lane: 0, fork: false, changes: Vec::new(), main: None, loud: Vec::new() };

impl Default for CodeReader {
    fn default() -> Self {
        Self { stage: Stage::Symbol, picked: false, known: NOTHING, literal: Literal::default() }
    }
}

impl CodeReader {
    /// The next code, if all of it has come. What has come of it otherwise is kept.
    pub(crate) fn poll(&mut self, stream: &mut StreamReader, session: &Session) -> Result<Option<Step>> {
        loop {
            let step = match &mut self.stage {
                Stage::Symbol => {
                    let symbol = ready!(stream.symbol());
                    self.symbol(symbol, stream.offset(), session)?
                }
                Stage::Lane => {
                    let number = ready!(stream.number());
                    self.lane(number, stream.offset(), session)?
                }
                Stage::ChangeSlot => {
                    let number = ready!(stream.number());
                    self.change(number, stream.offset(), session)?
                }
                Stage::Style => {
                    let style = Style::of(ready!(stream.number()));
                    let style = style.ok_or(Error::Invalid { offset: stream.offset(), reason: "known habits" })?;
                    self.done(Code::Style(style))
                }
                Stage::Change { slot, value } => {
                    let change = (*slot, ready!(value.poll(stream)));
                    self.known.changes.push(change);
                    self.go(Stage::Symbol)
                }
                Stage::Main(text) => {
                    self.known.main = Some(ready!(text.poll(stream)));
                    self.next_loud(session)
                }
                Stage::Loud(value) => {
                    self.known.loud.push(ready!(value.poll(stream)));
                    self.next_loud(session)
                }
                _ => ready!(self.poll_literal(stream, session)),
            };
            if step.is_some() {
                return Ok(step);
            }
        }
    }

    /// One stage of a literal: a step, or none yet.
    fn poll_literal(&mut self, stream: &mut StreamReader, session: &Session) -> Result<Option<Option<Step>>> {
        Ok(Some(match &mut self.stage {
            Stage::LiteralHead => {
                let head = ready!(stream.number());
                self.literal.partial = head & 2 > 0;
                self.go(Stage::LiteralBytes { len: capped(head >> 2, "bytes in a literal")?, stored: head & 1 > 0 })
            }
            Stage::LiteralBytes { len, stored } => {
                let (bytes, stored) = (ready!(stream.bytes(*len)), *stored);
                let inflated = if stored { Some(bytes) } else { inflate(&bytes, &session.literals, MAX_EVENT) };
                let reason = "deflate of one event at most";
                self.literal.bytes = inflated.ok_or(Error::Invalid { offset: stream.offset(), reason })?;
                if self.literal.partial { self.literal_done() } else { self.go(Stage::ApartCount) }
            }
            Stage::ApartCount => {
                let left = usize::try_from(ready!(stream.number())).ok().filter(|count| *count <= MAX_SLOTS);
                let left = left.ok_or(Error::LimitExceeded { what: "values in a literal", limit: MAX_SLOTS })?;
                self.go(Stage::Apart { left })
            }
            Stage::Apart { left: 0 } => self.next_apart(0),
            Stage::Apart { left } => {
                let apart = apart(ready!(stream.number()), stream.offset())?;
                *left -= 1;
                self.literal.apart.push(apart);
                None
            }
            Stage::ApartValue { index, value } => {
                let (index, value) = (*index, ready!(value.poll(stream)));
                if let Some(apart) = self.literal.apart.get_mut(index) {
                    apart.value = Some(value);
                }
                self.next_apart(index + 1)
            }
            _ => self.go(Stage::Symbol),
        }))
    }

    fn symbol(&mut self, symbol: Symbol, offset: usize, session: &Session) -> Result<Option<Step>> {
        let begun = self.picked || !self.known.changes.is_empty();
        match symbol {
            Symbol::Control(Control::Lane) => Ok(self.go(Stage::Lane)),
            Symbol::Control(Control::Lane1) => self.pick(other(session, 0), offset),
            Symbol::Control(Control::Lane2) => self.pick(other(session, 1), offset),
            Symbol::Control(Control::Change) => Ok(self.go(Stage::ChangeSlot)),
            Symbol::Control(Control::End | Control::Ping | Control::Literal) if begun => {
                Err(Error::Invalid { offset, reason: "an event in the lane that was picked" })
            }
            Symbol::Control(Control::End) => Ok(Some(Step::End)),
            Symbol::Control(Control::Ping) => Ok(Some(Step::Ping)),
            Symbol::Control(Control::Literal) => Ok(self.go(Stage::LiteralHead)),
            symbol => self.event(symbol, offset, session),
        }
    }

    /// An event's text begins, or what stands for none.
    fn event(&mut self, symbol: Symbol, offset: usize, session: &Session) -> Result<Option<Step>> {
        let lane = self.lane_at_hand(session).ok_or(Error::Invalid { offset, reason: NO_LANE })?;
        if lane.main.is_some() {
            return Ok(self.go(Stage::Main(TextReader::of(symbol, offset)?)));
        }
        match symbol {
            Symbol::Control(Control::Event) => Ok(self.next_loud(session)),
            _ => Err(Error::Invalid { offset, reason: "an event without text" }),
        }
    }

    /// A lane that there is, or a new one like the lane at hand.
    fn lane(&mut self, number: u64, offset: usize, session: &Session) -> Result<Option<Step>> {
        let lane = usize::try_from(number).ok().filter(|lane| *lane <= session.lanes.len());
        if lane == Some(session.lanes.len()) && !self.known.fork && self.lane_at_hand(session).is_some() {
            (self.picked, self.known.fork) = (true, true);
            return Ok(self.go(Stage::Symbol));
        }
        self.pick(lane, offset)
    }

    fn pick(&mut self, lane: Option<usize>, offset: usize) -> Result<Option<Step>> {
        self.known.lane = lane.filter(|_| !self.picked && self.known.changes.is_empty()).ok_or(Error::Invalid { offset, reason: NO_LANE })?;
        self.picked = true;
        Ok(self.go(Stage::Symbol))
    }

    /// The slot of a change, counted from 1; 0 is the style of all.
    fn change(&mut self, number: u64, offset: usize, session: &Session) -> Result<Option<Step>> {
        let begun = self.picked || !self.known.changes.is_empty();
        let Some(slot) = usize::try_from(number).unwrap_or(usize::MAX).checked_sub(1) else {
            let reason = "a change of style between events";
            return if begun { Err(Error::Invalid { offset, reason }) } else { Ok(self.go(Stage::Style)) };
        };
        let upward = self.known.changes.last().is_none_or(|(last, _)| *last < slot);
        let quiet = self.lane_at_hand(session).and_then(|lane| lane.quiet().find(|(index, _)| *index == slot));
        let (_, quiet) = quiet.filter(|_| upward).ok_or(Error::Invalid { offset, reason: "a slot that may change" })?;
        Ok(self.go(Stage::Change { slot, value: ValueReader::of(quiet) }))
    }

    /// The lane that was picked, or else the one that is expected.
    fn lane_at_hand<'s>(&mut self, session: &'s Session) -> Option<&'s Lane> {
        if !self.picked {
            self.known.lane = session.lanes.expected()?;
        }
        session.lanes.get(self.known.lane)
    }

    fn next_loud(&mut self, session: &Session) -> Option<Step> {
        let loud = session.lanes.get(self.known.lane)?.loud().nth(self.known.loud.len());
        match loud {
            Some((_, slot)) => self.go(Stage::Loud(ValueReader::of(slot))),
            None => {
                let known = std::mem::replace(&mut self.known, NOTHING);
                self.done(Code::Known(known))
            }
        }
    }

    /// The next value that a literal's list announced.
    fn next_apart(&mut self, from: usize) -> Option<Step> {
        let main = self.literal.main_slot();
        let announced = |(index, apart): (usize, &Apart)| match apart.role {
            Role::Ids if Some(apart.slot) != main => None,
            Role::ForeignIds => Some((index, ValueReader::Count)),
            _ => Some((index, ValueReader::Text(TextReader::Start))),
        };
        match self.literal.apart.iter().enumerate().skip(from).find_map(announced) {
            Some((index, value)) => self.go(Stage::ApartValue { index, value }),
            None => self.literal_done(),
        }
    }

    fn literal_done(&mut self) -> Option<Step> {
        let literal = std::mem::take(&mut self.literal);
        self.done(Code::Literal(literal))
    }

    fn done(&mut self, code: Code) -> Option<Step> {
        (self.stage, self.picked) = (Stage::Symbol, false);
        Some(Step::Code(code))
    }

    fn go(&mut self, stage: Stage) -> Option<Step> {
        self.stage = stage;
        None
    }
}

const NO_LANE: &str = "a lane that there is";

/// A lane but for the expected one, counted from the last used one.
fn other(session: &Session, nth: usize) -> Option<usize> {
    (0..session.lanes.len()).filter(|index| Some(*index) != session.lanes.expected()).nth(nth)
}

/// Slot and role.
fn apart(head: u64, offset: usize) -> Result<Apart> {
    let role = usize::try_from(head & 7).ok().and_then(|role| Role::ALL.get(role).copied());
    let slot = usize::try_from(head >> 3).ok().filter(|slot| *slot < MAX_SLOTS);
    let (slot, role) = slot.zip(role).ok_or(Error::Invalid { offset, reason: "a slot and what it is for" })?;
    Ok(Apart { slot, role, value: None })
}
