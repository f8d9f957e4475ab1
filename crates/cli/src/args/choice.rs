//! Which table, and what its ids stand for.

use crate::failure::Failure;
use clap::Args as ClapArgs;
use std::path::PathBuf;
use tokenwire::{Codec, Document, Encoding, StreamHeader, StreamReader, Table};

#[derive(ClapArgs)]
pub(crate) struct Choice {
    /// Encoding of the ids (see `tokenwire tables`)
    #[arg(long, value_name = "NAME", value_parser = super::parse_encoding, conflicts_with = "model")]
    encoding: Option<Encoding>,
    /// Model whose encoding it is, as gpt-4o
    #[arg(long, value_name = "NAME", value_parser = Encoding::for_model)]
    model: Option<Encoding>,
    /// Release of the encoding's table, chat-2026 or tacc-0.1.0, or a counts file with a table of your own; for text,
    /// name the encoding too
    #[arg(long, value_name = "RELEASE|FILE")]
    table: Option<PathBuf>,
}

/// A table of an encoding, or one of somebody's own.
enum Chosen {
    BuiltIn(Table, Encoding),
    Own(Table, Option<Encoding>),
}

impl Choice {
    pub(crate) fn encoding(&self) -> Option<Encoding> {
        self.encoding.or(self.model)
    }

    /// The codec that was chosen; a payload names no table, so one has to be.
    pub(crate) fn codec(&self) -> Result<Codec, Failure> {
        const MISSING: &str = "a payload names no table: say which with --encoding, --model or --table";
        self.maybe_codec()?.ok_or_else(|| Failure::Usage(MISSING.into()))
    }

    pub(crate) fn maybe_codec(&self) -> Result<Option<Codec>, Failure> {
        Ok(self.chosen(Table::tacc_0_1_0)?.map(|chosen| match chosen {
            Chosen::BuiltIn(table, encoding) | Chosen::Own(table, Some(encoding)) => {
                Codec::with_table(table).with_vocabulary(encoding)
            }
            Chosen::Own(table, None) => Codec::with_table(table),
        }))
    }

    /// The table that was chosen, and its encoding. A document or stream names its table, so for text there is a default.
    pub(crate) fn table(&self, text: bool) -> Result<(Table, Option<Encoding>), Failure> {
        const MISSING: &str = "which vocabulary's ids are they? Say --encoding, --model or --table";
        Ok(match self.chosen(Table::chat_2026)? {
            Some(Chosen::BuiltIn(table, encoding)) => (table, Some(encoding)),
            Some(Chosen::Own(table, encoding)) => (table, encoding),
            None if text => (Table::chat_2026(Encoding::O200kBase), Some(Encoding::O200kBase)),
            None => return Err(Failure::Usage(MISSING.into())),
        })
    }

    /// Opens a document; what it says itself has to agree with what was chosen.
    pub(crate) fn open<'a>(&self, bytes: &'a [u8]) -> Result<Document<'a>, Failure> {
        let document = match self.chosen(Table::chat_2026)? {
            Some(Chosen::Own(table, _) | Chosen::BuiltIn(table, _)) => Document::open_with(bytes, &table)?,
            None => Document::open(bytes)?,
        };
        self.check("document", document.table(), document.encoding())?;
        Ok(match self.encoding() {
            Some(encoding) => document.with_vocabulary(encoding),
            None => document,
        })
    }

    /// The table of a stream, and what its ids stand for; without it a stream that is written takes those of the model
    /// that its first event names, and one that is read says it itself.
    pub(crate) fn of_stream(&self) -> Result<Option<(Table, Option<Encoding>)>, Failure> {
        Ok(self.chosen(Table::chat_2026)?.map(|chosen| match chosen {
            Chosen::BuiltIn(table, encoding) => (table, Some(encoding)),
            Chosen::Own(table, encoding) => (table, encoding),
        }))
    }

    /// A reader of streams; what they say themselves has to be [checked](Self::check_stream).
    pub(crate) fn stream(&self) -> Result<StreamReader, Failure> {
        let reader = match self.chosen(Table::chat_2026)? {
            Some(Chosen::Own(table, _) | Chosen::BuiltIn(table, _)) => StreamReader::with_table(table),
            None => StreamReader::new(),
        };
        Ok(match self.encoding() {
            Some(encoding) => reader.with_vocabulary(encoding),
            None => reader,
        })
    }

    pub(crate) fn check_stream(&self, header: &StreamHeader) -> Result<(), Failure> {
        self.check("stream", header.table(), header.encoding())
    }

    /// What was named has to be the input's own.
    pub(crate) fn check(&self, form: &str, table: &Table, encoding: Option<Encoding>) -> Result<(), Failure> {
        let named = self.table.as_ref().map(|named| match self.release() {
            Some(_) => named.display().to_string(),
            None => "custom".into(),
        });
        let own = table.name();
        if named.is_some_and(|named| own.split('/').next() != Some(&*named)) {
            let wrong = format!("the {form} was written with the table {own}; it needs no --table");
            return Err(Failure::Data(wrong));
        }
        match (encoding, self.encoding()) {
            (Some(own), Some(chosen)) if !same(own, chosen) => Err(Failure::Data(format!(
                "the {form}'s ids are of {own}, not {chosen}; it needs no --encoding and no --model"
            ))),
            _ => Ok(()),
        }
    }

    fn chosen(&self, default: fn(Encoding) -> Table) -> Result<Option<Chosen>, Failure> {
        match (&self.table, self.release()) {
            (None, _) => self.built_in(default),
            (Some(_), Some(table)) => self.built_in(table),
            (Some(_), None) => self.own().map(Some),
        }
    }

    /// The tables of the release that was named.
    fn release(&self) -> Option<fn(Encoding) -> Table> {
        match self.table.as_ref()?.to_str()? {
            "tacc-0.1.0" => Some(Table::tacc_0_1_0),
            "chat-2026" => Some(Table::chat_2026),
            _ => None,
        }
    }

    fn built_in(&self, table: fn(Encoding) -> Table) -> Result<Option<Chosen>, Failure> {
        match (self.encoding(), &self.table) {
            (Some(encoding), _) => Ok(Some(Chosen::BuiltIn(table(encoding), encoding))),
            (None, None) => Ok(None),
            (None, Some(release)) => {
                let release = release.display();
                Err(Failure::Usage(format!(
                    "{release} has a table for each encoding: name one with --encoding"
                )))
            }
        }
    }

    fn own(&self) -> Result<Chosen, Failure> {
        let path = self.table.clone().unwrap_or_default();
        let file = std::fs::read(&path).map_err(|error| {
            Failure::file(&path, format!("neither a release (chat-2026, tacc-0.1.0) nor a file: {error}"))
        })?;
        let table = Table::from_counts(&file).map_err(|error| Failure::file(&path, error))?;
        Ok(Chosen::Own(table, self.encoding()))
    }
}

/// gpt2 and `r50k_base` share their table and its number.
fn same(a: Encoding, b: Encoding) -> bool {
    Table::chat_2026(a).name() == Table::chat_2026(b).name() && a.vocab_size() == b.vocab_size()
}
