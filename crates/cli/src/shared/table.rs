//! Tables: those that the flags name, and those that documents and streams say they were written with.

use crate::args::table::TableArgs;
use crate::error::CliError;
use std::path::Path;
use tokenwire::{Codec, Document, Encoding, StreamHeader, StreamReader, Table};

impl TableArgs {
    /// Returns the codec of a payload. A payload does not name its table, so the flags have to.
    pub(crate) fn codec(&self) -> Result<Codec, CliError> {
        const MISSING: &str = "a payload names no table: say which with --encoding, --model or --table";
        self.optional_codec()?.ok_or_else(|| CliError::usage(MISSING))
    }

    pub(crate) fn optional_codec(&self) -> Result<Option<Codec>, CliError> {
        Ok(self.named_table(Table::tacc_0_1_0)?.map(|(table, encoding)| {
            encoding.into_iter().fold(Codec::with_table(table), Codec::with_vocabulary)
        }))
    }

    /// Returns the table to write documents and streams of ids with, and its encoding. Text has a default, since readers
    /// learn the table from the document.
    pub(crate) fn writer_table(&self, is_text: bool) -> Result<(Table, Option<Encoding>), CliError> {
        const MISSING: &str = "which vocabulary's ids are they? Say --encoding, --model or --table";
        let default = (Table::chat_2026(Encoding::O200kBase), Some(Encoding::O200kBase));
        let table = self.named_table(Table::chat_2026)?.or(is_text.then_some(default));
        table.ok_or_else(|| CliError::usage(MISSING))
    }

    /// Opens a document, whose table must not differ from the one that the flags name.
    pub(crate) fn open_document<'a>(&self, bytes: &'a [u8]) -> Result<Document<'a>, CliError> {
        let document = match self.named_table(Table::chat_2026)? {
            Some((table, _)) => Document::open_with(bytes, &table)?,
            None => Document::open(bytes)?,
        };
        self.check("document", document.table(), document.encoding())?;
        Ok(self.encoding().into_iter().fold(document, Document::with_vocabulary))
    }

    /// Returns the table of a stream, if the flags name one. Otherwise a writer takes that of the model in the first event,
    /// and a reader the one that the stream names.
    pub(crate) fn stream_table(&self) -> Result<Option<(Table, Option<Encoding>)>, CliError> {
        self.named_table(Table::chat_2026)
    }

    /// Returns a reader of a stream, whose header has to be [checked](Self::check_stream) once it is there.
    pub(crate) fn stream_reader(&self) -> Result<StreamReader, CliError> {
        let reader = match self.stream_table()? {
            Some((table, _)) => StreamReader::with_table(table),
            None => StreamReader::new(),
        };
        Ok(self.encoding().into_iter().fold(reader, StreamReader::with_vocabulary))
    }

    pub(crate) fn check_stream(&self, header: &StreamHeader) -> Result<(), CliError> {
        self.check("stream", header.table(), header.encoding())
    }

    /// Compares the table of the input with what the flags name.
    fn check(&self, form: &str, table: &Table, encoding: Option<Encoding>) -> Result<(), CliError> {
        let named = self.table.as_ref().map(|named| match self.release() {
            Some(_) => named.display().to_string(),
            None => "custom".into(),
        });
        let actual = table.name();
        if named.is_some_and(|named| actual.split('/').next() != Some(&*named)) {
            return Err(CliError::Failed(format!(
                "the {form} was written with the table {actual}; it needs no --table"
            )));
        }
        match (encoding, self.encoding()) {
            (Some(actual), Some(named)) if !is_same_vocabulary(actual, named) => {
                Err(CliError::Failed(format!(
                    "the {form}'s ids are of {actual}, not {named}; it needs no --encoding and no --model"
                )))
            }
            _ => Ok(()),
        }
    }

    /// Returns the table that the flags name, and its encoding: a custom one, one of the named release, or one of the
    /// default release.
    fn named_table(
        &self,
        default: fn(Encoding) -> Table,
    ) -> Result<Option<(Table, Option<Encoding>)>, CliError> {
        let table = match (&self.table, self.release()) {
            (None, _) => self.encoding().map(default),
            (Some(release), Some(table)) => Some(self.built_in(release, table)?),
            (Some(path), None) => Some(read_custom(path)?),
        };
        Ok(table.map(|table| (table, self.encoding())))
    }

    /// Returns the constructor of the release that `--table` names.
    fn release(&self) -> Option<fn(Encoding) -> Table> {
        match self.table.as_ref()?.to_str()? {
            "tacc-0.1.0" => Some(Table::tacc_0_1_0),
            "chat-2026" => Some(Table::chat_2026),
            _ => None,
        }
    }

    fn built_in(&self, release: &Path, table: fn(Encoding) -> Table) -> Result<Table, CliError> {
        self.encoding().map(table).ok_or_else(|| {
            let release = release.display();
            CliError::Usage(format!("{release} has a table for each encoding: name one with --encoding"))
        })
    }
}

fn read_custom(path: &Path) -> Result<Table, CliError> {
    let file = std::fs::read(path).map_err(|error| {
        CliError::file(path, format!("neither a release (chat-2026, tacc-0.1.0) nor a file: {error}"))
    })?;
    Table::from_counts(&file).map_err(|error| CliError::file(path, error))
}

/// Returns whether two encodings have the same ids. `gpt2` and `r50k_base` share their table and its number.
fn is_same_vocabulary(a: Encoding, b: Encoding) -> bool {
    Table::chat_2026(a).name() == Table::chat_2026(b).name() && a.vocab_size() == b.vocab_size()
}
