//! The outcome of reading an example, parsed from the page or converted from the library's result.

use super::page::{bytes, file};
use tokenwire::Error;

#[derive(Debug, PartialEq)]
pub(crate) enum Outcome {
    /// The ids that were read, and the error that ended reading, in the page's words.
    Ids(Vec<u32>, Option<String>),
    Text(Vec<u8>),
    /// The events that were read, joined, and the error that ended reading, in the page's words.
    Events(Vec<u8>, Option<String>),
}

impl Outcome {
    /// Parses `ids 1 2`, `no ids`, `text Hi`, `no events`, an error such as `Invalid at byte 0`, or `ids 1 then` and an
    /// error. Events are text or bytes between backticks, also with `then` and an error.
    pub(crate) fn parse(cell: &str) -> Self {
        if let Some(events) = cell.strip_prefix("events ") {
            return Self::parse_events(events, file);
        }
        if let Some(events) = cell.strip_prefix("bytes ") {
            return Self::parse_events(events, bytes);
        }
        if cell == "no events" {
            return Self::Events(Vec::new(), None);
        }
        if let Some(text) = cell.strip_prefix("text") {
            let text = text.trim_start();
            return Self::Text(if text.starts_with('`') { bytes(text) } else { text.into() });
        }
        let (ids, error) = match cell.split_once(" then ") {
            Some((ids, error)) => (ids, Some(error)),
            None if cell == "no ids" || cell.starts_with("ids ") => (cell, None),
            None => ("no ids", Some(cell)),
        };
        let ids = ids.strip_prefix("ids ").unwrap_or_default().split_whitespace();
        Self::Ids(ids.map(|id| id.parse().unwrap()).collect(), error.map(str::to_owned))
    }

    /// Parses events between backticks, and the error that follows `then`, if there is one.
    fn parse_events(cell: &str, parse: fn(&str) -> Vec<u8>) -> Self {
        match cell.split_once("` then ") {
            Some((events, error)) => Self::Events(parse(&format!("{events}`")), Some(error.to_owned())),
            None => Self::Events(parse(cell), None),
        }
    }

    pub(crate) fn of_ids(result: Result<Vec<u32>, Error>) -> Self {
        match result {
            Ok(ids) => Self::Ids(ids, None),
            Err(error) => Self::of_error(&error),
        }
    }

    pub(crate) fn of_text(result: Result<Vec<u8>, Error>) -> Self {
        result.map_or_else(|error| Self::of_error(&error), Self::Text)
    }

    fn of_error(error: &Error) -> Self {
        Self::Ids(Vec::new(), Some(describe(error)))
    }
}

/// Returns the error as the page writes it: its kind, and its location or what is unsupported. The offset of `Gzip` is
/// left out, since it depends on the decompressor.
pub(crate) fn describe(error: &Error) -> String {
    let debug = format!("{error:?}");
    let kind = debug.split([' ', '{']).next().unwrap();
    match (error, error.offset(), error.position()) {
        (Error::Unsupported { what, .. }, ..) => format!("{kind} {what}"),
        (Error::Counts { line, .. }, ..) => format!("{kind}, line {line}"),
        (Error::Gzip { .. }, ..) => kind.to_owned(),
        (_, Some(offset), _) => format!("{kind} at byte {offset}"),
        (_, _, Some(position)) => format!("{kind}, item {position}"),
        _ => kind.to_owned(),
    }
}
