//! An event -> what is said of it.

use super::roles::{is_index, is_summary, role};
use super::tokens::Tokens;
use crate::code::{Apart, Code, Known, Literal, Role, Text, Value};
use crate::event::{Kind, Spot, read_ints, write_ints};
use crate::json::{Style, unescape};
use crate::lane::{Lane, Seen, Slot};
use crate::session::Session;
use std::ops::Range;

/// More changes than this cost more than the event itself.
const MAX_CHANGES: usize = 24;
/// As many lanes of one shape may differ in a string; beyond, the string changes with every event.
const MAX_TWINS: usize = 3;
/// Shorter texts are not worth a back-reference.
const MIN_BACK: usize = 8;
/// Texts of fewer tokens are not looked at for having grown.
const MIN_GROWN: usize = 8;

/// An event and what it may refer to.
pub(super) struct Composer<'a> {
    pub(super) session: &'a Session,
    pub(super) tokens: &'a Tokens,
    pub(super) event: &'a [u8],
    pub(super) spots: &'a [Spot],
}

impl Composer<'_> {
    /// The style in which the event's texts are written, if it is another than the last one.
    pub(super) fn new_style(&self) -> Option<Style> {
        let mut style = self.session.style;
        for spot in self.spots {
            let content = self.content(spot);
            style = match role(self.event, spot) {
                Role::Text => restyled(style, content),
                _ if spot.kind == Kind::Ints => style.seen_between(content),
                _ => style,
            };
        }
        (style != self.session.style).then_some(style)
    }

    /// The event in the lane that makes it shortest.
    pub(super) fn known(&self) -> Option<Code> {
        let expected = self.session.lanes.expected();
        let others = (0..self.session.lanes.len()).filter(|index| Some(*index) != expected);
        let mut best: Option<Known> = None;
        let mut twins = 0;
        for index in expected.into_iter().chain(others) {
            let Some(lane) =
                self.session.lanes.get(index).filter(|lane| lane.shape.fits(self.event, self.spots))
            else {
                continue;
            };
            twins += 1;
            let Some(known) = self.in_lane(index, lane) else { continue };
            if known.changes.is_empty() {
                return Some(Code::Known(known));
            }
            if best.as_ref().is_none_or(|best| known.changes.len() < best.changes.len()) {
                best = Some(known);
            }
        }
        let mut known = best.filter(|best| best.changes.len() <= MAX_CHANGES)?;
        known.fork = self.parts(&known, twins);
        Some(Code::Known(known))
    }

    /// The event as its bytes, its new text and what was sent before apart.
    pub(super) fn literal(&self) -> Literal {
        let mut literal =
            Literal { partial: false, bytes: Vec::with_capacity(self.event.len()), apart: Vec::new() };
        let main = self.literal_main();
        let mut from = 0;
        for (index, spot) in self.spots.iter().enumerate() {
            let Some(apart) = self.apart(index, spot, main.as_ref()) else { continue };
            literal.bytes.extend_from_slice(self.event.get(from..spot.at.start).unwrap_or_default());
            literal.apart.push(apart);
            from = spot.at.end;
        }
        literal.bytes.extend_from_slice(self.event.get(from..).unwrap_or_default());
        literal
    }

    /// The event as its bytes and nothing else.
    pub(super) fn plain(&self) -> Literal {
        Literal { partial: false, bytes: self.event.to_vec(), apart: Vec::new() }
    }

    fn in_lane(&self, index: usize, lane: &Lane) -> Option<Known> {
        let main = match lane.main {
            Some(main) => Some(self.main(main, self.ids_of(lane), &lane.pending)?),
            None => None,
        };
        let slots = self.slots(lane);
        let seen =
            Seen { bytes: self.event, slots: &slots, ids: ids(main.as_ref()), style: self.session.style };
        let mut known = Known { lane: index, fork: false, changes: Vec::new(), main: None, loud: Vec::new() };
        for (slot, state) in lane.quiet().filter(|(slot, state)| !state.expects(seen.content(*slot), &seen)) {
            if self.role(slot) == Role::Text {
                // New text in another place than the lane's.
                return None;
            }
            known.changes.push((slot, self.value(state, seen.content(slot), &seen)?));
        }
        for (slot, state) in lane.loud() {
            known.loud.push(self.value(state, seen.content(slot), &seen)?);
        }
        known.main = main;
        Some(known)
    }

    fn slots(&self, lane: &Lane) -> Vec<(Kind, Range<usize>)> {
        lane.slots.iter().zip(self.spots).map(|(slot, spot)| (slot.kind, spot.at.clone())).collect()
    }

    /// The ids that the server sends beside the text, if they were those of the text so far.
    fn ids_of(&self, lane: &Lane) -> Option<Vec<u32>> {
        let ids = lane.quiet().find(|(_, slot)| slot.role == Role::Ids)?.0;
        read_ints(self.content(self.spots.get(ids)?))
    }

    /// What the text's slot, or that of the ids that are sent, is told by.
    fn main(&self, index: usize, ids: Option<Vec<u32>>, pending: &[u8]) -> Option<Text> {
        let spot = self.spots.get(index)?;
        let content = self.content(spot);
        if spot.kind == Kind::Ints {
            let ids = read_ints(content).filter(|ids| self.tokens.has(ids));
            return Some(ids.map_or_else(|| Text::Raw(content.to_vec()), Text::Tokens));
        }
        let exact = ids.filter(|ids| {
            let text = self.tokens.text(pending, ids);
            text.is_some_and(|text| self.writes(&text, content))
        });
        Some(match exact {
            Some(ids) => Text::Tokens(ids),
            None if pending.is_empty() => self.text(content),
            None => Text::Raw(content.to_vec()),
        })
    }

    /// A string's content as tokens, if they bring it back.
    fn text(&self, content: &[u8]) -> Text {
        let text = unescape(content).filter(|text| self.writes(text, content));
        let told = text.and_then(|text| {
            let ids = self.tokens.of(&text)?;
            if ids.len() < MIN_GROWN {
                Some(Text::Tokens(ids))
            } else {
                self.grown(&text).or(Some(Text::Tokens(ids)))
            }
        });
        told.unwrap_or_else(|| Text::Raw(content.to_vec()))
    }

    /// A text that begins with all that was sent last, as some servers write them.
    fn grown(&self, text: &str) -> Option<Text> {
        let back = self.session.text.find_start(text);
        let more = self.tokens.of(text.get(back.len..)?).filter(|_| back.len >= MIN_BACK)?;
        Some(Text::Back { back, more })
    }

    /// A string that is no new text: as tokens, unless its bytes are shorter.
    fn string(&self, content: &[u8]) -> Text {
        match self.text(content) {
            Text::Tokens(ids) if self.tokens.len(&ids) > content.len() + 1 => Text::Raw(content.to_vec()),
            text => text,
        }
    }

    fn value(&self, slot: &Slot, content: &[u8], seen: &Seen<'_>) -> Option<Value> {
        match slot.kind {
            Kind::String if slot.role == Role::Text => Some(Value::Text(self.text(content))),
            Kind::String => Some(Value::Text(self.string(content))),
            Kind::Ints => self.ints(content).map(Value::Ints),
            _ => {
                Some(slot.code(content, seen).map_or_else(|| Value::Spelled(content.to_vec()), Value::Number))
            }
        }
    }

    /// Numbers that are written so.
    fn ints(&self, content: &[u8]) -> Option<Vec<u32>> {
        let ints = read_ints(content)?;
        let mut again = Vec::new();
        write_ints(ints.iter().copied(), self.session.style.separator(), &mut again);
        (again == content).then_some(ints)
    }

    fn writes(&self, text: &str, content: &[u8]) -> bool {
        writes(self.session.style, text, content)
    }

    /// Whether the event is the first of a lane of its own.
    fn parts(&self, known: &Known, twins: usize) -> bool {
        let lane = self.session.lanes.get(known.lane);
        let parts = |slot: &usize| {
            let spot = self.spots.get(*slot);
            let repeats = lane.and_then(|lane| lane.slots.get(*slot)).is_some_and(Slot::repeats);
            repeats
                && spot.is_some_and(|spot| {
                    is_index(self.event, spot) || spot.kind == Kind::String && twins < MAX_TWINS
                })
        };
        known.changes.iter().any(|(slot, _)| parts(slot))
    }

    /// The first text that is not empty, or else the first, of an event that comes as a literal; or else the first ids; and
    /// what they are told by.
    fn literal_main(&self) -> Option<(usize, Text)> {
        if is_summary(self.event, self.spots) {
            return None;
        }
        let all = || 0..self.spots.len();
        let texts = || all().filter(|index| self.role(*index) == Role::Text);
        let ids = all().find(|index| self.role(*index) == Role::Ids);
        let full = |index: &usize| self.spots.get(*index).is_some_and(|spot| !spot.at.is_empty());
        let main = texts().find(full).or_else(|| texts().next()).or(ids)?;
        let ids =
            ids.filter(|ids| *ids != main).and_then(|ids| read_ints(self.content(self.spots.get(ids)?)));
        Some((main, self.main(main, ids, &[])?))
    }

    /// What is left out of a literal's bytes.
    fn apart(&self, index: usize, spot: &Spot, main: Option<&(usize, Text)>) -> Option<Apart> {
        let content = self.content(spot);
        let told = |role, value| Some(Apart { slot: index, role, value });
        match (role(self.event, spot), main) {
            (role, Some((main, text))) if *main == index => told(role, Some(Value::Text(text.clone()))),
            // Empty, or the same again.
            (Role::Text, Some((main, _)))
                if content.is_empty()
                    || self.spots.get(*main).is_some_and(|main| self.content(main) == content) =>
            {
                None
            }
            (Role::Text, Some(_)) => told(Role::Text, Some(Value::Text(self.text(content)))),
            (Role::Ids, Some((_, text))) => match self.ints(content)? {
                ints if ids(Some(text)) == ints && !ints.is_empty() => told(Role::Ids, None),
                ints => told(Role::ForeignIds, Some(Value::Ints(ints))),
            },
            _ if spot.kind == Kind::String => told(Role::Plain, Some(Value::Text(self.back(content)?))),
            _ => None,
        }
    }

    /// A back-reference to text that was sent before.
    fn back(&self, content: &[u8]) -> Option<Text> {
        let text = unescape(content).filter(|text| text.len() >= MIN_BACK && self.writes(text, content))?;
        let back = self.session.text.find(text.as_bytes())?;
        Some(Text::Back { back, more: Vec::new() })
    }

    fn role(&self, index: usize) -> Role {
        self.spots.get(index).map_or(Role::Plain, |spot| role(self.event, spot))
    }

    fn content(&self, spot: &Spot) -> &[u8] {
        self.event.get(spot.at.clone()).unwrap_or_default()
    }
}

/// The tokens that an event is told by.
fn ids(main: Option<&Text>) -> &[u32] {
    match main {
        Some(Text::Tokens(ids)) => ids,
        _ => &[],
    }
}

fn writes(style: Style, text: &str, content: &[u8]) -> bool {
    let mut again = Vec::with_capacity(content.len());
    style.escape(text, &mut again);
    again == content
}

/// The style with the habits that a content shows, if it cannot be written without them and can with them.
fn restyled(style: Style, content: &[u8]) -> Style {
    let Some(text) = unescape(content).filter(|text| !writes(style, text, content)) else { return style };
    let seen = style.seen_in(content);
    if writes(seen, &text, content) { seen } else { style }
}
