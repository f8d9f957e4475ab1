//! Finds the table that the flags name, and compares it with the table of a document or stream.

use crate::args::table::TableArgs;
use crate::error::CliError;
use crate::shared::input::Input;
use std::path::Path;
use tokenwire::{Codec, Document, Encoding, StreamHeader, StreamReader, Table};

impl TableArgs {
    /// Returns the codec of a payload. A payload does not name its table, so the flags must.
    pub(crate) fn codec(&self) -> Result<Codec, CliError> {
        const MISSING: &str = "a payload does not name its table; add --encoding, --model or --table";
        let table = self.payload_table()?.ok_or_else(|| CliError::usage(MISSING))?;
        Ok(Codec::from_table(table))
    }

    /// Returns the table of a payload, or `None` if the flags name none.
    pub(crate) fn payload_table(&self) -> Result<Option<Table>, CliError> {
        self.named_table(Table::tacc_0_1_0)
    }

    /// Returns the table for writing documents and streams of ids. Text has a default table, because readers learn the
    /// table from the document.
    pub(crate) fn writer_table(&self, is_text: bool) -> Result<Table, CliError> {
        const MISSING: &str = "the vocabulary of the ids is unknown; add --encoding, --model or --table";
        let default = is_text.then_some(Table::chat_2026(Encoding::O200kBase));
        self.stream_table()?.or(default).ok_or_else(|| CliError::usage(MISSING))
    }

    /// Opens a document. Fails if its table differs from the one that the flags name.
    pub(crate) fn open_document<'a>(&self, bytes: &'a [u8]) -> Result<Document<'a>, CliError> {
        let document = match self.stream_table()? {
            Some(table) => Document::open_with(bytes, &table)?,
            None => Document::open(bytes)?,
        };
        self.check("document", document.table())?;
        Ok(document)
    }

    /// Returns the table of a stream or document, or `None` if the flags name none. An encoder of events then uses the
    /// model named in the first event, and a decoder uses the table named in the stream.
    pub(crate) fn stream_table(&self) -> Result<Option<Table>, CliError> {
        self.named_table(Table::chat_2026)
    }

    /// Reads and checks the header of a stream of ids. The input still begins with the header afterwards.
    pub(crate) fn peek_id_header(&self, input: &mut Input) -> Result<StreamHeader, CliError> {
        let header = self.read_header(input)?;
        self.check_stream(&header)?;
        if header.dictionary().is_some() {
            return Err(CliError::failed(
                "the input is a stream of chat events; use `tokenwire stream decode` or `tokenwire stream inspect`",
            ));
        }
        Ok(header)
    }

    /// Reads the header, and then puts the bytes that were read back into the input.
    fn read_header(&self, input: &mut Input) -> Result<StreamHeader, CliError> {
        let mut reader = self.stream_table()?.into_iter().fold(StreamReader::new(), StreamReader::with_table);
        let mut start = Vec::new();
        loop {
            let bytes = input.next()?.unwrap_or_default();
            reader.push(&bytes);
            start.extend_from_slice(&bytes);
            if let Some(header) = reader.header()? {
                let header = header.clone();
                input.put_back(start);
                return Ok(header);
            }
            if bytes.is_empty() {
                reader.finish()?;
            }
        }
    }

    /// Checks that a stream has the table that the flags name.
    pub(crate) fn check_stream(&self, header: &StreamHeader) -> Result<(), CliError> {
        self.check("stream", header.table())
    }

    /// Compares the table of the input with the table and the encoding that the flags name.
    fn check(&self, form: &str, table: &Table) -> Result<(), CliError> {
        let named = self.table.as_ref().map(|named| match self.release() {
            Some(_) => named.display().to_string(),
            None => "custom".into(),
        });
        let actual = table.name();
        if named.is_some_and(|named| actual.split('/').next() != Some(&*named)) {
            return Err(CliError::Failed(format!(
                "the {form} was written with the table {actual}, not the one of --table; omit --table"
            )));
        }
        match (table.encoding(), self.encoding()) {
            (Some(actual), Some(named)) if !is_same_vocabulary(actual, named) => {
                Err(CliError::Failed(format!(
                    "the {form} was written for the encoding {actual}, not {named}; omit --encoding and --model"
                )))
            }
            _ => Ok(()),
        }
    }

    /// Returns the table that the flags name: a custom table, or the encoding's table of the named or default release.
    fn named_table(&self, default: fn(Encoding) -> Table) -> Result<Option<Table>, CliError> {
        match (&self.table, self.release()) {
            (None, _) => Ok(self.encoding().map(default)),
            (Some(release), Some(table)) => self.built_in(release, table).map(Some),
            (Some(path), None) => {
                let table = read_custom(path)?;
                Ok(Some(self.encoding().into_iter().fold(table, Table::for_encoding)))
            }
        }
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
            CliError::Usage(format!(
                "--table {release} has a table for each encoding; add --encoding or --model"
            ))
        })
    }
}

fn read_custom(path: &Path) -> Result<Table, CliError> {
    let file = std::fs::read(path).map_err(|error| {
        CliError::file(
            path,
            format!("neither a release (chat-2026, tacc-0.1.0) nor a readable file: {error}"),
        )
    })?;
    Table::from_counts(&file).map_err(|error| CliError::file(path, error))
}

/// Returns whether two encodings have the same ids. `gpt2` and `r50k_base` share one table and its number.
fn is_same_vocabulary(a: Encoding, b: Encoding) -> bool {
    Table::chat_2026(a).name() == Table::chat_2026(b).name() && a.vocab_size() == b.vocab_size()
}
