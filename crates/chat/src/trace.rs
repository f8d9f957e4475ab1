//! What a stream says, for people.

use crate::code::{Apart, Code, Known, Literal, Role, Text, Value};
use crate::decoder::Decoder;
use crate::wire::Step;
use std::fmt::Write;
use std::ops::Range;
use tokenwire::{Result, Vocabulary};

/// A part of a stream and what it says.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Trace {
    /// Where it is in the stream.
    pub at: Range<usize>,
    /// `"header"`, `"style"`, `"literal"`, `"piece"`, `"event"`, `"ping"` or `"end"`.
    pub kind: &'static str,
    /// What is said, in words.
    pub detail: String,
    /// The bytes of the source that it stands for.
    pub bytes: Vec<u8>,
}

impl Decoder {
    /// What the next part of the stream says, if all of it has come. It is used in place of
    /// [`next_event`](Self::next_event), not beside it.
    ///
    /// # Errors
    /// As of [`next_event`](Self::next_event).
    pub fn next_trace(&mut self) -> Result<Option<Trace>> {
        if !self.header_traced {
            return self.trace_header();
        }
        let start = self.offset();
        let Some((step, expected)) = self.next_step()? else { return Ok(None) };
        let (kind, detail) = match &step {
            Step::Code(code) => describe(code, expected, self.vocabulary()),
            Step::Ping => ("ping", "the source lives".into()),
            Step::End => ("end", "the source ended as it should; the checksum holds".into()),
        };
        let bytes = if let Step::Code(_) = step { self.bytes().to_vec() } else { Vec::new() };
        Ok(Some(Trace { at: start..self.offset(), kind, detail, bytes }))
    }

    fn trace_header(&mut self) -> Result<Option<Trace>> {
        let Some(header) = self.header()? else { return Ok(None) };
        let encoding = header.encoding().map_or("a vocabulary of its own", tokenwire::Encoding::name);
        let dictionary = header.dictionary().unwrap_or_default();
        let (coder, table) = (header.coder(), header.table().name());
        let detail = format!("events by {coder}; {encoding}, table {table}, dictionary {dictionary}");
        self.header_traced = true;
        Ok(Some(Trace { at: 0..self.offset(), kind: "header", detail, bytes: Vec::new() }))
    }
}

fn describe(code: &Code, expected: Option<usize>, vocabulary: Option<Vocabulary>) -> (&'static str, String) {
    match code {
        Code::Style(style) => ("style", format!("strings are written with the habits {:012b}", style.0)),
        Code::Literal(literal) if literal.partial => ("piece", format!("{} bytes", literal.bytes.len())),
        Code::Literal(literal) => ("literal", describe_literal(literal, vocabulary)),
        Code::Known(known) => ("event", describe_known(known, expected, vocabulary)),
    }
}

fn describe_literal(literal: &Literal, vocabulary: Option<Vocabulary>) -> String {
    let mut words = format!("{} bytes", literal.bytes.len());
    for Apart { slot, role, value } in &literal.apart {
        let what = match role {
            Role::Plain => "string",
            Role::Loud => "changing",
            Role::Text => "text",
            Role::Ids => "ids of the text",
            Role::ForeignIds => "foreign ids",
        };
        let _ = write!(words, "; slot {slot} {what}");
        if let Some(value) = value {
            let _ = write!(words, " {}", describe_value(value, vocabulary));
        }
    }
    words
}

fn describe_known(known: &Known, expected: Option<usize>, vocabulary: Option<Vocabulary>) -> String {
    let mut words = Vec::new();
    if expected != Some(known.lane) || known.fork {
        words.push(format!("lane {}{}", known.lane, if known.fork { ", forked" } else { "" }));
    }
    for (slot, value) in &known.changes {
        words.push(format!("slot {slot} is {}", describe_value(value, vocabulary)));
    }
    words.extend(known.main.as_ref().map(|text| describe_text(text, vocabulary)));
    words.extend(known.loud.iter().map(|value| describe_value(value, vocabulary)));
    if words.is_empty() { "as expected".into() } else { words.join("; ") }
}

fn describe_value(value: &Value, vocabulary: Option<Vocabulary>) -> String {
    match value {
        Value::Text(text) => describe_text(text, vocabulary),
        Value::Number(code) => format!("number {code}"),
        Value::Spelled(bytes) => format!("spelled {}", bytes.escape_ascii()),
        Value::Ints(ints) => format!("{ints:?}"),
    }
}

fn describe_text(text: &Text, vocabulary: Option<Vocabulary>) -> String {
    match text {
        Text::Raw(bytes) => format!("raw \"{}\"", bytes.escape_ascii()),
        Text::Back { back, more } => {
            let more = if more.is_empty() {
                String::new()
            } else {
                format!(" and {}", describe_tokens(more, vocabulary))
            };
            format!("{} bytes of text from {} back{more}", back.len, back.distance)
        }
        Text::Tokens(ids) if ids.is_empty() => "empty".into(),
        Text::Tokens(ids) => describe_tokens(ids, vocabulary),
    }
}

fn describe_tokens(ids: &[u32], vocabulary: Option<Vocabulary>) -> String {
    let token = |id: &u32| vocabulary.and_then(|vocabulary| vocabulary.token(*id)).unwrap_or(b"?");
    let tokens = ids.iter().map(|id| format!("{id} {:?}", String::from_utf8_lossy(token(id))));
    tokens.collect::<Vec<String>>().join(", ")
}
