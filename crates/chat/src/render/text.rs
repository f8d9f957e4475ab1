//! Renders the content of strings and of the main slot.

use super::{Renderer, TOO_LONG, VALUE_OF_KIND};
use crate::event::{Kind, ints};
use crate::limits::MAX_EVENT;
use crate::record::{Role, TextValue};
use crate::spelling::Part;
use crate::window::BackReference;
use tokenwire::Result;

const TEXT_TOKENS: &str = "tokens that form UTF-8 text";

impl Renderer<'_> {
    /// Sets the event's tokens and the new content of the main slot. An incomplete character at the end of its tokens is
    /// buffered for the next event of the lane.
    pub(super) fn set_main(
        &mut self,
        main: &TextValue,
        kind: Kind,
        role: Role,
        pending: &[u8],
    ) -> Result<()> {
        self.event.ids = main.ids().to_vec();
        let fresh = match main {
            TextValue::Tokens(ids) if kind == Kind::Ints => self.written(ids),
            TextValue::Spelled(parts) => self.spelled(parts)?,
            _ if kind != Kind::String => return Err(self.expected(VALUE_OF_KIND)),
            TextValue::Tokens(ids) | TextValue::Append { suffix: ids, .. } => {
                let bytes = self.detokenize(ids, pending)?;
                let (text, incomplete) = self.complete_characters(&bytes)?;
                self.event.pending = incomplete.to_vec();
                self.escaped(text)
            }
            TextValue::Repeat(_) => Vec::new(),
            TextValue::Slot(_) => return Err(self.expected(VALUE_OF_KIND)),
        };
        self.set_fresh(fresh, role);
        Ok(())
    }

    pub(super) fn set_fresh(&mut self, fresh: Vec<u8>, role: Role) {
        if role == Role::Text {
            self.event.add_text(&fresh);
        }
        self.event.fresh = fresh;
    }

    /// Splits bytes into text and the incomplete character at its end.
    fn complete_characters<'b>(&self, bytes: &'b [u8]) -> Result<(&'b str, &'b [u8])> {
        let valid_len = match std::str::from_utf8(bytes) {
            Ok(text) => return Ok((text, &[])),
            Err(error) if error.error_len().is_some() => return Err(self.expected(TEXT_TOKENS)),
            Err(error) => error.valid_up_to(),
        };
        let (text, incomplete) = bytes.split_at(valid_len);
        let text = std::str::from_utf8(text).map_err(|_| self.expected(TEXT_TOKENS))?;
        Ok((text, incomplete))
    }

    /// Appends the new content of the main slot.
    pub(super) fn fresh(&mut self) -> Result<()> {
        self.event.bytes.extend_from_slice(&self.event.fresh);
        self.check_len()
    }

    /// Appends the content of a string other than the main slot.
    pub(super) fn text(&mut self, text: &TextValue, kind: Kind, role: Role) -> Result<()> {
        let fresh = match text {
            TextValue::Spelled(parts) if matches!(kind, Kind::String | Kind::Ints) => self.spelled(parts)?,
            TextValue::Tokens(ids) if kind == Kind::String => self.tokens(ids)?,
            TextValue::Repeat(reference) if kind == Kind::String => {
                return self.earlier_text(*reference);
            }
            TextValue::Slot(slot) if kind == Kind::String => return self.earlier_slot(*slot),
            _ => return Err(self.expected(VALUE_OF_KIND)),
        };
        if role == Role::Text {
            self.event.add_text(&fresh);
        }
        self.append(&fresh)
    }

    /// Appends earlier text.
    pub(super) fn earlier_text(&mut self, reference: BackReference) -> Result<()> {
        let bytes = self.session.text.resolve(reference);
        let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
        let text = text.ok_or_else(|| self.expected("a back-reference to earlier text"))?;
        self.append(&self.escaped(text))
    }

    fn earlier_slot(&mut self, slot: usize) -> Result<()> {
        let range = self.event.slots.get(slot).map(|(_, range)| range.clone());
        let range = range.ok_or_else(|| self.expected("an earlier slot of the event"))?;
        let content = self.event.bytes.get(range).unwrap_or_default().to_vec();
        self.append(&content)
    }

    /// Returns the content that consists of these parts.
    fn spelled(&self, parts: &[Part]) -> Result<Vec<u8>> {
        let mut content = Vec::new();
        for part in parts {
            match part {
                Part::Raw(bytes) => content.extend_from_slice(bytes),
                Part::Packed { alphabet, characters } => {
                    content.extend_from_slice(characters);
                    content.extend_from_slice(alphabet.padding(characters.len()));
                }
                Part::Earlier(reference) => {
                    let bytes = self.session.history.resolve(*reference);
                    content.extend_from_slice(
                        bytes.ok_or_else(|| self.expected("a reference to bytes of the history"))?,
                    );
                }
            }
            if content.len() > MAX_EVENT {
                return Err(TOO_LONG);
            }
        }
        Ok(content)
    }

    fn tokens(&self, ids: &[u32]) -> Result<Vec<u8>> {
        let bytes = self.detokenize(ids, &[])?;
        let text = std::str::from_utf8(&bytes).map_err(|_| self.expected(TEXT_TOKENS))?;
        Ok(self.escaped(text))
    }

    fn detokenize(&self, ids: &[u32], pending: &[u8]) -> Result<Vec<u8>> {
        let mut bytes = pending.to_vec();
        for id in ids {
            let token = self.session.vocabulary.and_then(|vocabulary| vocabulary.token(*id));
            bytes.extend_from_slice(
                token.ok_or_else(|| self.expected("a token that has bytes in the vocabulary"))?,
            );
            if bytes.len() > MAX_EVENT {
                return Err(TOO_LONG);
            }
        }
        Ok(bytes)
    }

    fn escaped(&self, text: &str) -> Vec<u8> {
        let mut content = Vec::new();
        self.session.style.escape(text, &mut content);
        content
    }

    fn written(&self, ids: &[u32]) -> Vec<u8> {
        let mut content = Vec::new();
        ints::write(ids.iter().copied(), self.session.style.separator(), &mut content);
        content
    }

    pub(super) fn ints(&mut self, ids: &[u32]) -> Result<()> {
        self.append(&self.written(ids))
    }
}
