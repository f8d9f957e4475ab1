//! Encodes an event as a literal.

use super::composer::Composer;
use super::roles::is_summary;
use super::strings::packed;
use crate::event::{Kind, Position, ints};
use crate::record::{Copied, Extent, ExtractedValue, Extraction, Literal, Role, TextValue, Value};
use crate::spelling::Part;

/// The length of the shortest copy of bytes that deflate cannot reach.
const MIN_COPY: usize = 24;
/// The length of the shortest copy of bytes that deflate can reach: its own references have at most 258 bytes.
const MIN_RECENT_COPY: usize = 300;
/// The length of the shortest random string that is extracted and packed. Identifiers are shorter. They stay in the
/// literal, because the literals of later shapes repeat them with the bytes around them.
const MIN_EXTRACTED: usize = 64;

impl Composer<'_> {
    /// Encodes the event as its bytes, with new text, token ids, repeated text and random strings extracted.
    pub(super) fn literal(&self) -> Literal {
        let mut bytes = Vec::with_capacity(self.event.len());
        let mut extracted = Vec::new();
        let main = self.literal_main();
        let mut end = 0;
        for (slot, position) in self.positions.iter().enumerate() {
            let Some((role, value)) = self.extract(slot, position, main.as_ref()) else { continue };
            if value != Extraction::InPlace {
                bytes.extend_from_slice(self.event.get(end..position.range.start).unwrap_or_default());
                end = position.range.end;
            }
            extracted.push(ExtractedValue { slot, role, value });
        }
        bytes.extend_from_slice(self.event.get(end..).unwrap_or_default());
        let copies = self.copies(&bytes);
        Literal { extent: Extent::Event, bytes, copies, extracted }
    }

    /// Encodes the event as its bytes, with everything in place. Only the roles of slots are encoded separately.
    pub(super) fn plain_literal(&self) -> Literal {
        Literal { extracted: self.roles_in_place(), ..self.piece(Extent::Event) }
    }

    /// Encodes the event or a piece of it as its bytes, without roles.
    pub(super) fn piece(&self, extent: Extent) -> Literal {
        Literal { copies: self.copies(self.event), ..Literal::new(extent, self.event) }
    }

    /// Returns the roles of the main slot and of other new text, with the values in place.
    pub(super) fn roles_in_place(&self) -> Vec<ExtractedValue> {
        let main = if is_summary(self.event, self.positions) { None } else { self.main_candidate() };
        let Some(main) = main else { return Vec::new() };
        let main_content = self.slot_content(main);
        let is_new = |content: &[u8]| !content.is_empty() && content != main_content;
        let has_role = |slot: &usize| {
            *slot == main || self.role(*slot) == Role::Text && is_new(self.slot_content(*slot))
        };
        let in_place = |slot| ExtractedValue { slot, role: self.role(slot), value: Extraction::InPlace };
        (0..self.positions.len()).filter(has_role).map(in_place).collect()
    }

    /// Returns the parts of a literal's bytes that are copied from the history, because deflate cannot reach them or
    /// would need several references.
    fn copies(&self, bytes: &[u8]) -> Vec<Copied> {
        let copies = self.index.copies(bytes, &self.session.history, MIN_COPY);
        let pays = |Copied { start, reference }: &Copied| {
            let repeated = bytes.get(*start..start + reference.len).unwrap_or_default();
            reference.len >= MIN_RECENT_COPY || self.session.literals.find(repeated).is_none()
        };
        copies.into_iter().filter(pays).collect()
    }

    /// Chooses the main slot: the first non-empty text, otherwise the first text, otherwise the first ids.
    fn main_candidate(&self) -> Option<usize> {
        let with_role = |role| (0..self.positions.len()).filter(move |slot| self.role(*slot) == role);
        let is_full = |slot: &usize| !self.slot_content(*slot).is_empty();
        let text = with_role(Role::Text).find(is_full).or_else(|| with_role(Role::Text).next());
        text.or_else(|| with_role(Role::Ids).next())
    }

    /// Chooses and encodes the main slot.
    fn literal_main(&self) -> Option<(usize, TextValue)> {
        if is_summary(self.event, self.positions) {
            return None;
        }
        let main = self.main_candidate()?;
        let ids = (0..self.positions.len()).find(|slot| self.role(*slot) == Role::Ids);
        let server_ids = ids.filter(|ids| *ids != main).and_then(|ids| ints::read(self.slot_content(ids)));
        Some((main, self.main(main, server_ids.as_deref(), None)?.text))
    }

    /// Encodes a value that is extracted. Returns `None` if it remains in the literal's bytes, without a role.
    fn extract(
        &self,
        slot: usize,
        position: &Position,
        main: Option<&(usize, TextValue)>,
    ) -> Option<(Role, Extraction)> {
        let content = self.content(position);
        let extracted = |role, text| Some((role, Extraction::Value(Value::Text(text))));
        match (self.role(slot), main) {
            (role, Some((main, text))) if *main == slot && content.is_empty() && text.ids().is_empty() => {
                Some((role, Extraction::InPlace))
            }
            (role, Some((main, text))) if *main == slot => extracted(role, text.clone()),
            (Role::Text, Some((main, _))) => {
                let repeats = content == self.slot_content(*main);
                match self.earlier_slot(slot) {
                    Some(earlier) if repeats => extracted(Role::Plain, TextValue::Slot(earlier)),
                    _ if repeats || content.is_empty() => None,
                    _ => extracted(Role::Text, self.text(content)),
                }
            }
            (Role::Ids, Some((_, text))) => match self.ints(content)? {
                ints if ints == text.ids() => Some((Role::Ids, Extraction::Ids)),
                ints => Some((Role::ForeignIds, Extraction::Value(Value::Ints(ints)))),
            },
            _ if position.kind == Kind::String => extracted(Role::Plain, self.extracted_string(slot)?),
            _ => None,
        }
    }

    /// Encodes a string that is extracted because it repeats earlier text, or because it is random and long.
    fn extracted_string(&self, slot: usize) -> Option<TextValue> {
        let content = self.slot_content(slot);
        if let Some(repeat) = self.repeat(content) {
            return Some(repeat);
        }
        if content.len() < MIN_EXTRACTED {
            return None;
        }
        let packed = packed(content).filter(is_shorter_than_deflated)?;
        // What the history has is copied with the bytes around it.
        let is_new = self.session.history.find(content).is_none();
        is_new.then_some(packed)
    }
}

/// Returns whether a spelling is probably shorter than what deflate makes of the content: one byte for a random
/// character, and half a byte for others.
fn is_shorter_than_deflated(text: &TextValue) -> bool {
    let TextValue::Spelled(parts) = text else { return false };
    let (mut packed, mut deflated) = (4, 0);
    for part in parts {
        packed += 2;
        match part {
            Part::Packed { alphabet, characters } => {
                packed += alphabet.packed_len(characters.len());
                deflated += characters.len();
            }
            part => {
                packed += part.len();
                deflated += part.len() / 2;
            }
        }
    }
    packed < deflated
}
