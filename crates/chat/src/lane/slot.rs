//! One slot of a lane: what stood in it, and what is expected next.

use super::Seen;
use crate::code::Role;
use crate::event::{Figure, Kind, read_ints, write_ints};
use crate::json::unescape;

/// Both sides learn alike from every event, so what is expected need not be said.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    pub(crate) kind: Kind,
    pub(crate) role: Role,
    /// Always said, whatever is expected.
    pub(crate) loud: bool,
    /// The last content, unless the slot is loud and needs none.
    last: Box<[u8]>,
    /// Of numbers, times and blanks.
    figure: Option<Box<Figure>>,
    /// Numbers of the last array.
    pub(crate) items: u32,
    guess: Guess,
    /// The guess was right once.
    proven: bool,
    /// How often it was wrong since.
    misses: u8,
}

/// What the next content will be.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Guess {
    /// The last one.
    Same,
    /// A number, so much more.
    Step(i64),
    /// A number, as much more as the event has tokens.
    Tokens,
    /// The id of the event's only token.
    Id,
    /// The ids of the event's tokens.
    Ids,
    /// The content of a slot before it.
    Copy(usize),
    /// The UTF-8 bytes of a string before it.
    Bytes(usize),
}

impl Slot {
    /// Of a literal, in which this was seen.
    pub(crate) fn new(kind: Kind, role: Role, main: bool, seen: &Seen<'_>, index: usize) -> Self {
        let loud = main || matches!(role, Role::Loud | Role::Text | Role::ForeignIds);
        let mut slot = Self {
            kind,
            role,
            loud,
            last: Box::default(),
            figure: (!matches!(kind, Kind::String | Kind::Ints)).then(|| Box::new(Figure::NONE)),
            items: 0,
            guess: Guess::Same,
            proven: false,
            misses: 0,
        };
        let content = seen.content(index);
        if !loud {
            slot.guess = slot.explain(content, seen, index);
        }
        slot.keep(content);
        slot
    }

    /// Appends what is expected, which may be nothing.
    pub(crate) fn expect(&self, seen: &Seen<'_>, out: &mut Vec<u8>) {
        let written = match (self.guess, self.step(seen)) {
            (_, Some(step)) => {
                self.figure.as_ref().is_some_and(|figure| figure.write_next(self.kind, step, out))
            }
            (Guess::Id | Guess::Ids, _) => {
                write_ints(seen.ids.iter().copied(), seen.style.separator(), out);
                true
            }
            (Guess::Copy(slot), _) => {
                out.extend_from_slice(seen.content(slot));
                true
            }
            (Guess::Bytes(slot), _) => write_bytes(seen, slot, out),
            _ => false,
        };
        if !written {
            out.extend_from_slice(&self.last);
        }
    }

    /// Whether the last content is expected again.
    pub(crate) fn repeats(&self) -> bool {
        self.guess == Guess::Same
    }

    /// Whether this is what is expected.
    pub(crate) fn expects(&self, content: &[u8], seen: &Seen<'_>) -> bool {
        if self.guess == Guess::Same {
            return *self.last == *content;
        }
        let mut expected = Vec::new();
        self.expect(seen, &mut expected);
        expected == content
    }

    /// The number that stands for a content, if one does.
    pub(crate) fn code(&self, content: &[u8], seen: &Seen<'_>) -> Option<u64> {
        self.figure.as_ref()?.code(self.kind, self.step(seen).unwrap_or_default(), content)
    }

    /// Bytes of that number, if they do not depend on it.
    pub(crate) fn width(&self) -> Option<usize> {
        self.figure.as_ref()?.width(self.kind)
    }

    /// Appends what a number stands for; `false` if it stands for nothing.
    pub(crate) fn write_coded(&self, code: u64, seen: &Seen<'_>, out: &mut Vec<u8>) -> bool {
        let step = self.step(seen).unwrap_or_default();
        self.figure.as_ref().is_some_and(|figure| figure.write_coded(self.kind, step, code, out))
    }

    /// Learns from what stands there now.
    pub(crate) fn learn(&mut self, seen: &Seen<'_>, index: usize) {
        let content = seen.content(index);
        if self.loud && matches!(self.kind, Kind::String | Kind::Ints) {
            self.keep(content);
            return;
        }
        if self.expects(content, seen) {
            (self.proven, self.misses) = (true, 0);
        } else {
            self.miss(content, seen, index);
        }
        self.keep(content);
    }

    fn miss(&mut self, content: &[u8], seen: &Seen<'_>, index: usize) {
        self.misses = self.misses.saturating_add(1);
        if !self.proven || self.misses > 1 {
            self.guess = self.explain(content, seen, index);
            self.proven = false;
        }
        let patience = match self.kind {
            Kind::String | Kind::Ints => 2,
            _ if self.figure.as_ref().is_some_and(|figure| figure.is_restless(self.kind)) => 1,
            _ => 3,
        };
        self.loud |= self.misses >= patience;
    }

    /// The guess that would have been right.
    fn explain(&self, content: &[u8], seen: &Seen<'_>, index: usize) -> Guess {
        match self.kind {
            Kind::String => copied(content, seen, index),
            Kind::Ints => listed(content, seen, index),
            Kind::Number => self.counted(content, seen),
            Kind::Time | Kind::Blanks => Guess::Same,
        }
    }

    fn counted(&self, content: &[u8], seen: &Seen<'_>) -> Guess {
        // An index of one digit is rarely a token's id.
        if let ([id], [_, _, ..]) = (seen.ids, content)
            && read_ints(content).as_deref() == Some(&[*id])
        {
            return Guess::Id;
        }
        match self.figure.as_ref().and_then(|figure| figure.step_to(self.kind, content)) {
            None | Some(0) => Guess::Same,
            Some(step) if usize::try_from(step) == Ok(seen.ids.len()) => Guess::Tokens,
            Some(step) => Guess::Step(step),
        }
    }

    fn step(&self, seen: &Seen<'_>) -> Option<i64> {
        match self.guess {
            Guess::Step(step) => Some(step),
            Guess::Tokens => i64::try_from(seen.ids.len()).ok(),
            _ => None,
        }
    }

    fn keep(&mut self, content: &[u8]) {
        if let Some(figure) = &mut self.figure {
            figure.see(self.kind, content);
        }
        if self.kind == Kind::Ints {
            let items = content.split(|byte| *byte == b',').filter(|item| !item.is_empty()).count();
            self.items = u32::try_from(items).unwrap_or(u32::MAX);
        }
        if self.loud && matches!(self.kind, Kind::String | Kind::Ints) {
            self.last = Box::default();
        } else if *self.last != *content {
            self.last = content.into();
        }
    }

    /// Bytes of memory, by the format's count.
    pub(crate) fn cost(&self) -> usize {
        96 + self.last.len()
    }
}

fn copied(content: &[u8], seen: &Seen<'_>, index: usize) -> Guess {
    let copy = (0..index).find(|&before| !content.is_empty() && seen.content(before) == content);
    copy.map_or(Guess::Same, Guess::Copy)
}

fn listed(content: &[u8], seen: &Seen<'_>, index: usize) -> Guess {
    if content.is_empty() {
        return Guess::Same;
    }
    let written = |write: &dyn Fn(&mut Vec<u8>) -> bool| {
        let mut out = Vec::new();
        write(&mut out) && out == content
    };
    let before = (0..index).rev().find(|&before| seen.kind(before) == Some(Kind::String));
    match before {
        Some(slot) if written(&|out| write_bytes(seen, slot, out)) => Guess::Bytes(slot),
        _ if read_ints(content).as_deref() == Some(seen.ids) => Guess::Ids,
        _ => Guess::Same,
    }
}

fn write_bytes(seen: &Seen<'_>, slot: usize, out: &mut Vec<u8>) -> bool {
    let Some(text) = unescape(seen.content(slot)) else { return false };
    write_ints(text.bytes().map(u32::from), seen.style.separator(), out);
    true
}
