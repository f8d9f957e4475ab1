//! What a document holds.

use super::TableName;
use super::rows;
use super::token::Tokens;
use crate::args::Inspect;
use crate::{failure::Failure, output};
use serde::Serialize;
use tokenwire::{Document, Vocabulary};

#[derive(Serialize)]
struct Report<'a> {
    form: &'static str,
    version: u32,
    coder: &'static str,
    /// `"text"` or `"ids"`.
    holds: &'static str,
    bytes: usize,
    body_bytes: usize,
    /// Header and checksum.
    overhead_bytes: usize,
    checksum: &'static str,
    /// Unknown of a stored text whose encoding is not given.
    items: Option<usize>,
    table: TableName,
    tokens: Tokens<'a>,
}

pub(super) fn run(args: &Inspect, bytes: &[u8]) -> Result<(), Failure> {
    let document = args.choice.open(bytes)?.with_limit(args.limit.bytes);
    // The ids of a stored text are known only with its encoding.
    let known = !document.stores_text() || document.encoding().is_some();
    let ids = if known { Some(document.decode()?) } else { None };
    let report = Report::new(&document, ids.as_deref());
    if args.json { output::json(&report) } else { output::show(&report.readable(args.tokens.into())) }
}

impl<'a> Report<'a> {
    fn new(document: &'a Document<'_>, ids: Option<&'a [u32]>) -> Self {
        let encoding = document.encoding();
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
            table: TableName::new(document.table(), encoding),
            tokens: Tokens::ids(ids.unwrap_or_default(), document.table(), encoding.map(Vocabulary::of)),
        }
    }

    fn readable(&self, shown: usize) -> String {
        self.summary() + &rows::ids(self.tokens, &self.table, self.items.unwrap_or_default(), shown)
    }

    fn summary(&self) -> String {
        format!(
            "form     document, version {}, {} bytes\n\
             coder    {} over {}: {} bytes of body, {} of header and {}, which is right\n\
             items    {}\ntable    {}\n",
            self.version,
            self.bytes,
            self.coder,
            self.holds,
            self.body_bytes,
            self.overhead_bytes,
            self.checksum,
            self.items.map_or_else(
                || "unknown: it stores text, whose encoding --encoding or --model tells".into(),
                |items| rows::items(items, self.bytes)
            ),
            self.table.readable(),
        )
    }
}
