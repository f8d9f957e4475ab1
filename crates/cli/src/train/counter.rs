//! Counts the tokens of batches.

use super::batches::Batch;
use super::tally::{CountedVocabulary, InvalidLine, Tally};
use crate::args::train::{CorpusKind, Weight};
use crate::error::CliError;
use crate::shared::corpus::{self, Message, parse_json};
use crate::shared::ids;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use tokenwire::Tokenizer;

pub(super) struct Counter<'a> {
    pub(super) vocabulary: CountedVocabulary,
    pub(super) inputs: &'a [PathBuf],
    pub(super) weights: &'a [Weight],
    /// Skip invalid lines instead of failing.
    pub(super) keep_going: bool,
}

impl Counter<'_> {
    pub(super) fn tally(&self) -> Tally {
        Tally::new(self.vocabulary.size())
    }

    pub(super) fn count(&self, batch: &Batch, tally: &mut Tally) {
        match batch.kind {
            CorpusKind::Text => self.text(batch, tally),
            CorpusKind::Jsonl => lines(batch, tally, |line, tally| self.message(line, tally)),
            CorpusKind::Ids => lines(batch, tally, |line, tally| self.ids(line, batch.input, tally)),
        }
    }

    /// Fails if a line is invalid, unless invalid lines are skipped.
    pub(super) fn verdict(&self, tally: &Tally) -> Result<(), CliError> {
        match &tally.first_skipped {
            Some(line) if !self.keep_going => {
                let line = self.describe(line);
                Err(CliError::Failed(format!(
                    "{line}; fix the line, or skip invalid lines with --keep-going"
                )))
            }
            _ => Ok(()),
        }
    }

    /// Formats the invalid line as `PATH:LINE: REASON`.
    pub(super) fn describe(&self, line: &InvalidLine) -> String {
        let path = self.inputs.get(line.input).map_or(Path::new(""), PathBuf::as_path);
        corpus::line_error(path, line.line, &line.reason)
    }

    fn message(&self, line: &str, tally: &mut Tally) -> Result<(), String> {
        let message = Message::parse(line)?;
        match self.weight(message.kind, tally) {
            0 => {}
            weight => tally.add_message(&self.tokenize(&message.text), weight),
        }
        Ok(())
    }

    fn ids(&self, line: &str, input: usize, tally: &mut Tally) -> Result<(), String> {
        match IdLine::parse(line, self.vocabulary.size())? {
            IdLine::Single(id) => tally.add_single_id(id, input),
            IdLine::Message { ids, kind } => match self.weight(kind, tally) {
                0 => {}
                weight => tally.add_message(&ids, weight),
            },
        }
        Ok(())
    }

    /// Counts a part of a text. The first part counts as a message.
    fn text(&self, batch: &Batch, tally: &mut Tally) {
        let mut text = String::with_capacity(batch.bytes.len() + 1);
        for (number, line) in batch.lines() {
            match corpus::utf8(line) {
                Ok(line) => text.push_str(line),
                Err(reason) => tally.skip(InvalidLine { input: batch.input, line: number, reason }),
            }
        }
        if batch.continues {
            // White space before a word has other tokens than white space at the end. A letter stands in for the next
            // word.
            text.push('a');
        }
        let mut ids = self.tokenize(&text);
        if batch.continues {
            ids.pop();
        }
        if batch.first == 1 { tally.add_message(&ids, 1) } else { tally.add_tokens(&ids, 1) }
    }

    fn tokenize(&self, text: &str) -> Vec<u32> {
        match self.vocabulary {
            CountedVocabulary::Encoding(encoding) => Tokenizer::new(encoding).encode(text),
            // Without an encoding, every input consists of ids.
            CountedVocabulary::Size(_) => Vec::new(),
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
            tally.skip(InvalidLine { input: batch.input, line: number, reason });
        }
    }
}

/// A line of token ids.
enum IdLine {
    Message {
        ids: Vec<u32>,
        kind: Option<String>,
    },
    /// One id. All such lines of an input form one message.
    Single(u32),
}

#[derive(Deserialize)]
struct IdObject {
    ids: Vec<u32>,
    k: Option<String>,
}

impl IdLine {
    /// Parses `[1, 2]`, `{"ids": [1, 2], "k": kind}` or `1`. All ids must be below `size`.
    fn parse(line: &str, size: u32) -> Result<Self, String> {
        let line = line.trim_start_matches('\u{feff}').trim();
        let ids = match line.as_bytes().first() {
            Some(b'[') => Self::Message { ids: parse_json(line)?, kind: None },
            Some(b'{') => {
                let object: IdObject = parse_json(line)?;
                Self::Message { ids: object.ids, kind: object.k }
            }
            _ => Self::Single(ids::parse(line.as_bytes()).map_err(|reason| {
                format!(
                    "{reason}; expected an id, a JSON array of ids, or a JSON object with such an array in field `ids`"
                )
            })?),
        };
        ids.check(size)
    }

    fn check(self, size: u32) -> Result<Self, String> {
        let too_large = match &self {
            Self::Message { ids, .. } => ids.iter().find(|&&id| id >= size),
            Self::Single(id) => Some(id).filter(|&&id| id >= size),
        };
        match too_large {
            Some(id) => {
                Err(format!("id {id} is not below the vocabulary size {size}; check --encoding or --size"))
            }
            None => Ok(self),
        }
    }
}
