//! Which table, and what its ids stand for.

use crate::failure::Failure;
use clap::Args as ClapArgs;
use std::path::{Path, PathBuf};
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
        Ok(self.chosen(Table::tacc_0_1_0)?.map(|(table, encoding)| {
            encoding.into_iter().fold(Codec::with_table(table), Codec::with_vocabulary)
        }))
    }

    /// The table that was chosen, and its encoding. A document or stream names its table, so for text there is a default.
    pub(crate) fn table(&self, text: bool) -> Result<(Table, Option<Encoding>), Failure> {
        const MISSING: &str = "which vocabulary's ids are they? Say --encoding, --model or --table";
        let default = (Table::chat_2026(Encoding::O200kBase), Some(Encoding::O200kBase));
        let chosen = self.chosen(Table::chat_2026)?.or(text.then_some(default));
        chosen.ok_or_else(|| Failure::Usage(MISSING.into()))
    }

    /// Opens a document; what it says itself has to agree with what was chosen.
    pub(crate) fn open<'a>(&self, bytes: &'a [u8]) -> Result<Document<'a>, Failure> {
        let document = match self.chosen(Table::chat_2026)? {
            Some((table, _)) => Document::open_with(bytes, &table)?,
            None => Document::open(bytes)?,
        };
        self.check("document", document.table(), document.encoding())?;
        Ok(self.encoding().into_iter().fold(document, Document::with_vocabulary))
    }

    /// The table of a stream, and what its ids stand for; without it a stream that is written takes those of the model
    /// that its first event names, and one that is read says it itself.
    pub(crate) fn of_stream(&self) -> Result<Option<(Table, Option<Encoding>)>, Failure> {
        self.chosen(Table::chat_2026)
    }

    /// A reader of streams; what they say themselves has to be [checked](Self::check_stream).
    pub(crate) fn stream(&self) -> Result<StreamReader, Failure> {
        let reader = match self.of_stream()? {
            Some((table, _)) => StreamReader::with_table(table),
            None => StreamReader::new(),
        };
        Ok(self.encoding().into_iter().fold(reader, StreamReader::with_vocabulary))
    }

    pub(crate) fn check_stream(&self, header: &StreamHeader) -> Result<(), Failure> {
        self.check("stream", header.table(), header.encoding())
    }

    /// What was named has to be the input's own.
    fn check(&self, form: &str, table: &Table, encoding: Option<Encoding>) -> Result<(), Failure> {
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

    /// A table of the release that was named, or else of the default one, or one of somebody's own; and its encoding.
    fn chosen(&self, default: fn(Encoding) -> Table) -> Result<Option<(Table, Option<Encoding>)>, Failure> {
        let table = match (&self.table, self.release()) {
            (None, _) => self.encoding().map(default),
            (Some(release), Some(table)) => Some(self.built_in(release, table)?),
            (Some(path), None) => Some(own(path)?),
        };
        Ok(table.map(|table| (table, self.encoding())))
    }

    /// The tables of the release that was named.
    fn release(&self) -> Option<fn(Encoding) -> Table> {
        match self.table.as_ref()?.to_str()? {
            "tacc-0.1.0" => Some(Table::tacc_0_1_0),
            "chat-2026" => Some(Table::chat_2026),
            _ => None,
        }
    }

    fn built_in(&self, release: &Path, table: fn(Encoding) -> Table) -> Result<Table, Failure> {
        self.encoding().map(table).ok_or_else(|| {
            let release = release.display();
            Failure::Usage(format!("{release} has a table for each encoding: name one with --encoding"))
        })
    }
}

fn own(path: &Path) -> Result<Table, Failure> {
    let file = std::fs::read(path).map_err(|error| {
        Failure::file(path, format!("neither a release (chat-2026, tacc-0.1.0) nor a file: {error}"))
    })?;
    Table::from_counts(&file).map_err(|error| Failure::file(path, error))
}

/// gpt2 and `r50k_base` share their table and its number.
fn same(a: Encoding, b: Encoding) -> bool {
    Table::chat_2026(a).name() == Table::chat_2026(b).name() && a.vocab_size() == b.vocab_size()
}
