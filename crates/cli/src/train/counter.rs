//! Batches -> tallies.

use super::batch::Batch;
use super::ids::Ids;
use super::tally::{Bad, Tally};
use super::vocab::Vocab;
use super::weight::Weight;
use crate::corpus::{self, Form, Message};
use crate::failure::Failure;
use std::path::{Path, PathBuf};
use tokenwire::Tokenizer;

pub(super) struct Counter<'a> {
    pub(super) vocab: Vocab,
    pub(super) inputs: &'a [PathBuf],
    pub(super) weights: &'a [Weight],
    /// Lines that cannot be used are skipped.
    pub(super) keep_going: bool,
}

impl Counter<'_> {
    pub(super) fn tally(&self) -> Tally {
        Tally::new(self.vocab.size())
    }

    pub(super) fn count(&self, batch: &Batch, tally: &mut Tally) {
        match batch.form {
            Form::Text => self.text(batch, tally),
            Form::Jsonl => lines(batch, tally, |line, tally| self.message(line, tally)),
            Form::Ids => lines(batch, tally, |line, tally| self.ids(line, batch.input, tally)),
        }
    }

    /// Whether to go on.
    pub(super) fn verdict(&self, tally: &Tally) -> Result<(), Failure> {
        match &tally.bad {
            Some(bad) if !self.keep_going => Err(Failure::Data(self.place(bad))),
            _ => Ok(()),
        }
    }

    /// Where and what.
    pub(super) fn place(&self, bad: &Bad) -> String {
        let path = self.inputs.get(bad.input).map_or(Path::new(""), PathBuf::as_path);
        corpus::bad_line(path, bad.line, &bad.reason)
    }

    fn message(&self, line: &str, tally: &mut Tally) -> Result<(), String> {
        let message = Message::parse(line)?;
        match self.weight(message.kind, tally) {
            0 => {}
            weight => tally.message(&self.tokenize(&message.text), weight),
        }
        Ok(())
    }

    fn ids(&self, line: &str, input: usize, tally: &mut Tally) -> Result<(), String> {
        match Ids::parse(line, self.vocab.size())? {
            Ids::Loose(id) => tally.loose_id(id, input),
            Ids::Message { ids, kind } => match self.weight(kind, tally) {
                0 => {}
                weight => tally.message(&ids, weight),
            },
        }
        Ok(())
    }

    /// A piece of a text, whose first one is the message.
    fn text(&self, batch: &Batch, tally: &mut Tally) {
        let mut text = String::with_capacity(batch.bytes.len() + 1);
        for (number, line) in batch.lines() {
            match corpus::utf8(line) {
                Ok(line) => text.push_str(line),
                Err(reason) => tally.skip(Bad { input: batch.input, line: number, reason }),
            }
        }
        if batch.goes_on {
            // Blanks before a word make other tokens than blanks at the end. A letter stands for that word.
            text.push('a');
        }
        let mut ids = self.tokenize(&text);
        if batch.goes_on {
            ids.pop();
        }
        if batch.first == 1 { tally.message(&ids, 1) } else { tally.tokens(&ids, 1) }
    }

    fn tokenize(&self, text: &str) -> Vec<u32> {
        match self.vocab {
            Vocab::Of(encoding) => Tokenizer::of(encoding).encode(text),
            // Without an encoding every input holds ids.
            Vocab::Size(_) => Vec::new(),
        }
    }

    fn weight(&self, kind: Option<String>, tally: &mut Tally) -> u64 {
        let weight = kind.as_ref().and_then(|kind| self.weights.iter().find(|weight| weight.kind == *kind));
        if weight.is_some() {
            tally.kinds.extend(kind);
        }
        weight.map_or(1, |weight| weight.weight)
    }
}

/// Counts each line that is not blank.
fn lines(batch: &Batch, tally: &mut Tally, count: impl Fn(&str, &mut Tally) -> Result<(), String>) {
    for (number, line) in batch.lines().filter(|(_, line)| !line.trim_ascii().is_empty()) {
        if let Err(reason) = corpus::utf8(line).and_then(|line| count(line, tally)) {
            tally.skip(Bad { input: batch.input, line: number, reason });
        }
    }
}
