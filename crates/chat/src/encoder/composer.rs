//! What is said of strings, and in which style.

use super::roles::role;
use super::tokens::Tokens;
use crate::code::{Role, Text};
use crate::event::{Kind, Spot, read_ints, write_ints};
use crate::history::MIN_BACK;
use crate::json::{Style, unescape};
use crate::session::Session;

/// Shorter texts are not looked at for having grown.
const MIN_GROWN: usize = 32;

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

    /// What the text's slot, or that of the ids that are sent, is told by.
    pub(super) fn main(&self, index: usize, ids: Option<&[u32]>, pending: &[u8]) -> Option<Text> {
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
            Some(ids) => Text::Tokens(ids.to_vec()),
            None if pending.is_empty() => self.text(content),
            None => Text::Raw(content.to_vec()),
        })
    }

    /// A string's content as tokens, if they bring it back.
    pub(super) fn text(&self, content: &[u8]) -> Text {
        let text = unescape(content).filter(|text| self.writes(text, content));
        let told = text.and_then(|text| {
            let grown = if text.len() < MIN_GROWN { None } else { self.grown(&text) };
            grown.or_else(|| self.tokens.of(&text).map(Text::Tokens))
        });
        told.unwrap_or_else(|| Text::Raw(content.to_vec()))
    }

    /// A text that begins with all that was sent last, as some servers write them.
    fn grown(&self, text: &str) -> Option<Text> {
        let back = self.session.text.find_start(text)?;
        let more = self.tokens.of(text.get(back.len..)?)?;
        Some(Text::Back { back, more })
    }

    /// A string that is no new text: as tokens, unless its bytes are shorter.
    pub(super) fn string(&self, content: &[u8]) -> Text {
        match self.text(content) {
            Text::Tokens(ids) if self.tokens.len(&ids) > content.len() + 1 => Text::Raw(content.to_vec()),
            text => text,
        }
    }

    /// Numbers that are written so.
    pub(super) fn ints(&self, content: &[u8]) -> Option<Vec<u32>> {
        let ints = read_ints(content)?;
        let mut again = Vec::new();
        write_ints(ints.iter().copied(), self.session.style.separator(), &mut again);
        (again == content).then_some(ints)
    }

    fn writes(&self, text: &str, content: &[u8]) -> bool {
        writes(self.session.style, text, content)
    }

    /// A back-reference to text that was sent before.
    pub(super) fn back(&self, content: &[u8]) -> Option<Text> {
        let text = unescape(content).filter(|text| text.len() >= MIN_BACK && self.writes(text, content))?;
        let back = self.session.text.find(text.as_bytes())?;
        Some(Text::Back { back, more: Vec::new() })
    }

    pub(super) fn role(&self, index: usize) -> Role {
        self.spots.get(index).map_or(Role::Plain, |spot| role(self.event, spot))
    }

    pub(super) fn content(&self, spot: &Spot) -> &[u8] {
        self.event.get(spot.at.clone()).unwrap_or_default()
    }
}

/// The tokens that an event is told by.
pub(super) fn ids(main: Option<&Text>) -> &[u32] {
    match main {
        Some(Text::Tokens(ids) | Text::Back { more: ids, .. }) => ids,
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
