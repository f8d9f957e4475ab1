//! What both sides of a stream know of it, and how an event is made from what one of them says.

mod render;

pub(crate) use render::Rendered;

use crate::code::{Code, Known, Literal};
use crate::event::{Shape, Spot};
use crate::history::Tail;
use crate::json::Style;
use crate::lane::{Lane, Lanes, Slot};
use std::sync::Arc;
use tokenwire::Vocabulary;

/// The same on both sides after every event.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// What token ids stand for, if that is known.
    pub(crate) vocabulary: Option<Vocabulary>,
    pub(crate) style: Style,
    pub(crate) lanes: Lanes,
    pub(crate) text: Tail,
    pub(crate) literals: Tail,
}

impl Default for Session {
    fn default() -> Self {
        Self::new(None)
    }
}

impl Session {
    pub(crate) fn new(vocabulary: Option<Vocabulary>) -> Self {
        Self {
            vocabulary,
            style: Style::default(),
            lanes: Lanes::default(),
            text: Tail::of_text(),
            literals: Tail::of_literals(),
        }
    }

    /// Learns from an event that was rendered.
    pub(crate) fn learn(&mut self, code: &Code, event: &Rendered) {
        match code {
            Code::Style(style) => self.style = *style,
            Code::Literal(literal) => self.learn_literal(literal, event),
            Code::Known(known) => self.learn_known(known, event),
        }
        self.text.push(event.new_text.as_bytes());
        self.lanes.trim();
    }

    fn learn_known(&mut self, known: &Known, event: &Rendered) {
        let style = self.style;
        if let Some(lane) = self.lanes.take(known.lane, known.fork) {
            lane.learn(&event.seen(style), event.pending.clone());
        }
    }

    /// A literal begins a lane, if it is an event that is not too odd.
    fn learn_literal(&mut self, literal: &Literal, event: &Rendered) {
        self.literals.push(&literal.bytes);
        let Some(spots) = &event.spots else { return };
        let seen = event.seen(self.style);
        let begun = |(index, spot): (usize, &Spot)| {
            let main = literal.main_slot() == Some(index);
            Slot::new(spot.kind, literal.role(index), main, &seen, index)
        };
        let begun = spots.iter().enumerate().map(begun).collect();
        let shape = Arc::new(Shape::of(&literal.bytes, spots));
        self.lanes.add(Lane::new(shape, begun, event.pending.clone()));
    }
}
