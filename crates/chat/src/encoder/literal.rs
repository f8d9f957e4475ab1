//! Encodes an event as a literal.

use super::composer::Composer;
use super::roles::is_summary;
use crate::event::{Kind, Position, ints};
use crate::record::{ExtractedValue, Literal, Role, TextValue, Value};

impl Composer<'_> {
    /// Encodes the event as its bytes, with new text, token ids and repeated text extracted.
    pub(super) fn literal(&self) -> Literal {
        let mut bytes = Vec::with_capacity(self.event.len());
        let mut extracted = Vec::new();
        let main = self.literal_main();
        let mut end = 0;
        for (slot, position) in self.positions.iter().enumerate() {
            let Some((role, value)) = self.extract(slot, position, main.as_ref()) else { continue };
            bytes.extend_from_slice(self.event.get(end..position.range.start).unwrap_or_default());
            extracted.push(ExtractedValue { slot, role, value });
            end = position.range.end;
        }
        bytes.extend_from_slice(self.event.get(end..).unwrap_or_default());
        Literal { partial: false, bytes, extracted }
    }

    /// Chooses and encodes the main slot: the first non-empty text, otherwise the first text, otherwise the first ids.
    fn literal_main(&self) -> Option<(usize, TextValue)> {
        if is_summary(self.event, self.positions) {
            return None;
        }
        let with_role = |role| (0..self.positions.len()).filter(move |slot| self.role(*slot) == role);
        let is_full = |slot: &usize| !self.slot_content(*slot).is_empty();
        let ids = with_role(Role::Ids).next();
        let text = with_role(Role::Text).find(is_full).or_else(|| with_role(Role::Text).next());
        let main = text.or(ids)?;
        let server_ids = ids.filter(|ids| *ids != main).and_then(|ids| ints::read(self.slot_content(ids)));
        Some((main, self.main(main, server_ids.as_deref(), &[])?))
    }

    /// Encodes a value that is extracted. Returns `None` if it remains in the literal's bytes.
    fn extract(
        &self,
        slot: usize,
        position: &Position,
        main: Option<&(usize, TextValue)>,
    ) -> Option<(Role, Option<Value>)> {
        let content = self.content(position);
        match (self.role(slot), main) {
            (role, Some((main, text))) if *main == slot => Some((role, Some(Value::Text(text.clone())))),
            (Role::Text, Some((main, _))) => {
                let remains = content.is_empty() || content == self.slot_content(*main);
                (!remains).then(|| (Role::Text, Some(Value::Text(self.text(content)))))
            }
            (Role::Ids, Some((_, text))) => match self.ints(content)? {
                ints if ints == text.ids() => Some((Role::Ids, None)),
                ints => Some((Role::ForeignIds, Some(Value::Ints(ints)))),
            },
            _ if position.kind == Kind::String => {
                Some((Role::Plain, Some(Value::Text(self.repeat(content)?))))
            }
            _ => None,
        }
    }

    fn slot_content(&self, slot: usize) -> &[u8] {
        self.positions.get(slot).map(|position| self.content(position)).unwrap_or_default()
    }
}
