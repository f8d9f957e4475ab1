//! An event -> what is said of it as a literal.

use super::composer::{Composer, ids};
use super::roles::is_summary;
use crate::code::{Apart, Literal, Role, Text, Value};
use crate::event::{Kind, Spot, read_ints};

impl Composer<'_> {
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
        Some((main, self.main(main, ids.as_deref(), &[])?))
    }

    /// What is left out of a literal's bytes.
    fn apart(&self, index: usize, spot: &Spot, main: Option<&(usize, Text)>) -> Option<Apart> {
        let content = self.content(spot);
        let told = |role, value| Some(Apart { slot: index, role, value });
        match (self.role(index), main) {
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
                ints if ids(Some(text)) == ints => told(Role::Ids, None),
                ints => told(Role::ForeignIds, Some(Value::Ints(ints))),
            },
            _ if spot.kind == Kind::String => told(Role::Plain, Some(Value::Text(self.back(content)?))),
            _ => None,
        }
    }
}
