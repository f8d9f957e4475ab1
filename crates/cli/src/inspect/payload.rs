//! What a payload holds.

use super::tokens::{TableName, Tokens, item_count, rows};
use crate::args::coding::Inspect;
use crate::error::CliError;
use crate::shared::output;
use serde::Serialize;
use tokenwire::{Form, Inspection};

#[derive(Serialize)]
struct Report<'a> {
    form: &'static str,
    gzip: bool,
    bytes: usize,
    payload_bytes: usize,
    items: usize,
    /// The number of items that take 1, 2, 3, 4 and 5 bytes.
    varint_lens: [usize; 5],
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<TableName>,
    tokens: Tokens<'a>,
}

pub(super) fn inspect(args: &Inspect, bytes: &[u8]) -> Result<(), CliError> {
    let table = args.table.payload_table()?;
    let inspection = Inspection::open(bytes, args.max_size.bytes)?;
    let report = Report {
        form: "payload",
        gzip: inspection.form == Form::GzipPayload,
        bytes: bytes.len(),
        payload_bytes: inspection.payload_len,
        items: inspection.mapped_ids.len(),
        varint_lens: inspection.varint_lens,
        table: table.as_ref().map(TableName::new),
        tokens: Tokens::mapped(&inspection.mapped_ids, table.as_ref()),
    };
    if args.json { output::json(&report) } else { output::show(&report.readable(args.tokens.into())) }
}

impl Report<'_> {
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
            || "not given; --encoding, --model or --table tells what the mapped ids are".into(),
            TableName::readable,
        )
    }
}
