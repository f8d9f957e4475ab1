//! `tokenwire inspect`: shows the contents of a document, stream or payload, for people or as JSON.

mod tokens;

use crate::args::coding::Inspect;
use crate::error::CliError;
use crate::shared::input::Input;
use crate::shared::output;
use serde::Serialize;
use tokens::{TableName, Tokens, id_rows, item_count, rows};
use tokenwire::io::IdReader;
use tokenwire::{Document, Form, Inspection, StreamHeader};

pub(crate) fn run(args: &Inspect) -> Result<(), CliError> {
    let mut input = Input::open(args.file.as_deref(), true)?;
    if Form::detect(input.peek()?) == Some(Form::Stream) {
        return inspect_stream(args, &mut input);
    }
    let bytes = input.read_up_to(usize::MAX)?;
    match Form::detect(&bytes) {
        Some(Form::Document) => inspect_document(args, &bytes),
        Some(_) => inspect_payload(args, &bytes),
        None => Err(CliError::unknown_form(&bytes)),
    }
}

fn inspect_document(args: &Inspect, bytes: &[u8]) -> Result<(), CliError> {
    let document = args.table.open_document(bytes)?.with_max_size(args.max_size.bytes);
    // If a document stores text, its ids are known only with an encoding.
    let has_ids = !document.stores_text() || document.table().encoding().is_some();
    let ids = if has_ids { Some(document.decode()?) } else { None };
    let report = DocumentReport::new(&document, ids.as_deref());
    output::report(&report, args.json, |report| report.readable(args.tokens.into()))
}

fn inspect_stream(args: &Inspect, input: &mut Input) -> Result<(), CliError> {
    let header = args.table.peek_id_header(input)?;
    let mut reader = IdReader::new(&mut *input).with_table(header.table().clone());
    let (mut ids, mut first, mut items) = (Vec::new(), Vec::new(), 0);
    while reader.read_ids(&mut ids).map_err(CliError::reading)? {
        first.extend(ids.iter().take(usize::from(args.tokens) - first.len()));
        items += ids.len();
        ids.clear();
    }
    let report = StreamReport::new(&header, input.bytes_read(), &first, items);
    output::report(&report, args.json, |report| report.readable(args.tokens.into()))
}

fn inspect_payload(args: &Inspect, bytes: &[u8]) -> Result<(), CliError> {
    let table = args.table.payload_table()?;
    let inspection = Inspection::open(bytes, args.max_size.bytes)?;
    let report = PayloadReport {
        form: "payload",
        gzip: inspection.form == Form::GzipPayload,
        bytes: bytes.len(),
        payload_bytes: inspection.payload_len,
        items: inspection.mapped_ids.len(),
        varint_lens: inspection.varint_lens,
        table: table.as_ref().map(TableName::new),
        tokens: Tokens::mapped(&inspection.mapped_ids, table.as_ref()),
    };
    output::report(&report, args.json, |report| report.readable(args.tokens.into()))
}

#[derive(Serialize)]
struct DocumentReport<'a> {
    form: &'static str,
    version: u32,
    coder: &'static str,
    /// `"text"` or `"ids"`.
    holds: &'static str,
    bytes: usize,
    body_bytes: usize,
    /// The number of bytes of the header and the checksum.
    overhead_bytes: usize,
    checksum: &'static str,
    /// `None` if the document stores text and the encoding is unknown.
    items: Option<usize>,
    table: TableName,
    tokens: Tokens<'a>,
}

impl<'a> DocumentReport<'a> {
    fn new(document: &'a Document<'_>, ids: Option<&'a [u32]>) -> Self {
        Self {
            form: "document",
            version: 1,
            coder: document.coder().name(),
            holds: if document.stores_text() { "text" } else { "ids" },
            bytes: document.len(),
            body_bytes: document.body_len(),
            overhead_bytes: document.len() - document.body_len(),
            checksum: document.checksum(),
            items: ids.map(<[u32]>::len),
            table: TableName::new(document.table()),
            tokens: Tokens::ids(ids.unwrap_or_default(), document.table()),
        }
    }

    fn readable(&self, limit: usize) -> String {
        let summary = format!(
            "form     document, version {}, {} bytes\n\
             coder    {} over {}: {} bytes of body, {} of header and {}, which matches\n\
             items    {}\ntable    {}\n",
            self.version,
            self.bytes,
            self.coder,
            self.holds,
            self.body_bytes,
            self.overhead_bytes,
            self.checksum,
            self.items.map_or_else(
                || "unknown: the document stores text; name its encoding with --encoding or --model".into(),
                |items| item_count(items, self.bytes)
            ),
            self.table.readable(),
        );
        summary + &id_rows(self.tokens, &self.table, self.items.unwrap_or_default(), limit)
    }
}

#[derive(Serialize)]
struct StreamReport<'a> {
    form: &'static str,
    version: u32,
    coder: &'static str,
    holds: &'static str,
    bytes: usize,
    checksum: &'static str,
    items: usize,
    table: TableName,
    /// Only the first tokens, because a stream may hold more than fit in memory.
    tokens: Tokens<'a>,
}

impl<'a> StreamReport<'a> {
    fn new(header: &'a StreamHeader, bytes: usize, first: &'a [u32], items: usize) -> Self {
        Self {
            form: "stream",
            version: 1,
            coder: header.coder().name(),
            holds: "ids",
            bytes,
            checksum: "CRC-32",
            items,
            table: TableName::new(header.table()),
            tokens: Tokens::ids(first, header.table()),
        }
    }

    fn readable(&self, limit: usize) -> String {
        let summary = format!(
            "form     stream, version {}, {} bytes\n\
             coder    {} over {}, with {}, which matches\n\
             items    {}\ntable    {}\n",
            self.version,
            self.bytes,
            self.coder,
            self.holds,
            self.checksum,
            item_count(self.items, self.bytes),
            self.table.readable(),
        );
        summary + &id_rows(self.tokens, &self.table, self.items, limit)
    }
}

#[derive(Serialize)]
struct PayloadReport<'a> {
    form: &'static str,
    gzip: bool,
    bytes: usize,
    payload_bytes: usize,
    items: usize,
    /// The number of items with a varint of 1, 2, 3, 4 and 5 bytes.
    varint_lens: [usize; 5],
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<TableName>,
    tokens: Tokens<'a>,
}

impl PayloadReport<'_> {
    fn readable(&self, limit: usize) -> String {
        let columns = match &self.table {
            None => &["mapped id"][..],
            Some(table) if table.encoding.is_none() => &["mapped id", "rank", "id"],
            Some(_) => &["mapped id", "rank", "id", "token"],
        };
        self.summary() + &rows(self.tokens, columns, self.items, limit)
    }

    fn summary(&self) -> String {
        let gzip = format!(", gzip, {} bytes inflated", self.payload_bytes);
        format!(
            "form     {}, {} bytes{}\nitems    {}\nvarints  {}\ntable    {}\n",
            self.form,
            self.bytes,
            if self.gzip { &gzip } else { "" },
            item_count(self.items, self.bytes),
            self.varints(),
            self.table_line(),
        )
    }

    fn varints(&self) -> String {
        let lens = (1..).zip(self.varint_lens).filter(|&(_, count)| count > 0);
        let bytes = |len| if len == 1 { "1 byte".into() } else { format!("{len} bytes") };
        let lens: Vec<String> = lens.map(|(len, count)| format!("{count} x {}", bytes(len))).collect();
        if lens.is_empty() { "none".into() } else { lens.join(", ") }
    }

    fn table_line(&self) -> String {
        self.table.as_ref().map_or_else(
            || "unknown; name it with --encoding, --model or --table".into(),
            TableName::readable,
        )
    }
}
