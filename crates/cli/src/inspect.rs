//! `tokenwire inspect`: what a document, stream or payload holds, readable or as JSON.

mod document;
mod payload;
mod rows;
mod stream;
mod token;

use crate::args::Inspect;
use crate::failure::Failure;
use crate::input::Input;
use serde::Serialize;
use tokenwire::{Encoding, Form, Table};

/// A table, as a report names it.
#[derive(Serialize)]
struct TableName {
    name: &'static str,
    encoding: Option<&'static str>,
    size: u32,
    fingerprint: String,
}

pub(crate) fn run(args: &Inspect) -> Result<(), Failure> {
    let mut input = Input::open(args.file.as_deref(), true)?;
    if Form::of(input.peek()?) == Some(Form::Stream) {
        return stream::run(args, &mut input);
    }
    let bytes = input.up_to(usize::MAX)?;
    match Form::of(&bytes) {
        Some(Form::Document) => document::run(args, &bytes),
        Some(_) => payload::run(args, &bytes),
        None => Err(Failure::no_form(&bytes)),
    }
}

impl TableName {
    fn new(table: &Table, encoding: Option<Encoding>) -> Self {
        Self {
            name: table.name(),
            encoding: encoding.map(Encoding::name),
            size: table.size(),
            fingerprint: table.fingerprint().to_string(),
        }
    }

    fn readable(&self) -> String {
        let encoding = self.encoding.map(|encoding| format!(" for {encoding}")).unwrap_or_default();
        format!("{}{encoding}, {} ids, fingerprint {}", self.name, self.size, self.fingerprint)
    }
}
