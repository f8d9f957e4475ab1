//! What several benches need: messages, ways of sending them, and timing that takes turns.
// Each bench uses some of it.
#![allow(dead_code, unused_imports, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod arguments;
mod corpus;
mod csv;
mod dictionary;
mod entropy;
mod message;
mod method;
mod ours;
mod plain;
mod tacc;
mod texts;
mod timing;

pub(crate) use arguments::{Arguments, default_corpus};
pub(crate) use corpus::Corpus;
pub(crate) use csv::Csv;
pub(crate) use entropy::Entropy;
pub(crate) use message::{Message, cut, rows};
pub(crate) use method::{Method, all, fast, of_ids};
pub(crate) use ours::{codecs, documents, words};
pub(crate) use plain::plain;
pub(crate) use tacc::{Maps, tacc};
pub(crate) use texts::texts;
pub(crate) use timing::{Pass, Timing, in_turns};

/// What all benches measure, where they do not say otherwise.
pub(crate) const ENCODING: tokenwire::Encoding = tokenwire::Encoding::O200kBase;
