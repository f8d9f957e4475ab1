//! What a stream of ids holds.

use super::TableName;
use super::rows;
use super::token::Tokens;
use crate::args::Inspect;
use crate::id_stream::IdStream;
use crate::input::Input;
use crate::{failure::Failure, output};
use serde::Serialize;
use tokenwire::Vocabulary;

#[derive(Serialize)]
struct Report<'a> {
    form: &'static str,
    version: u32,
    coder: &'static str,
    holds: &'static str,
    bytes: usize,
    checksum: &'static str,
    items: usize,
    table: TableName,
    /// The first ones: there may be more than fit into memory.
    tokens: Tokens<'a>,
}

pub(super) fn run(args: &Inspect, input: &mut Input) -> Result<(), Failure> {
    let mut stream = IdStream::open(&args.choice, input)?;
    let (mut first, mut items) = (Vec::new(), 0);
    while let Some(ids) = stream.next()? {
        first.extend(ids.iter().take(usize::from(args.tokens) - first.len()));
        items += ids.len();
    }
    let (header, bytes) = (stream.header(), stream.bytes());
    let encoding = header.encoding();
    let report = Report {
        form: "stream",
        version: 1,
        coder: header.coder().name(),
        holds: "ids",
        bytes,
        checksum: "CRC-32",
        items,
        table: TableName::new(header.table(), encoding),
        tokens: Tokens::ids(&first, header.table(), encoding.map(Vocabulary::of)),
    };
    if args.json { output::json(&report) } else { output::show(&report.readable(args.tokens.into())) }
}

impl Report<'_> {
    fn readable(&self, shown: usize) -> String {
        self.summary() + &rows::ids(self.tokens, &self.table, self.items, shown)
    }

    fn summary(&self) -> String {
        format!(
            "form     stream, version {}, {} bytes\n\
             coder    {} over {}, with {}, which is right\n\
             items    {}\ntable    {}\n",
            self.version,
            self.bytes,
            self.coder,
            self.holds,
            self.checksum,
            rows::items(self.items, self.bytes),
            self.table.readable(),
        )
    }
}
