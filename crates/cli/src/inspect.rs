//! `tokenwire inspect`: what a payload holds, readable or as JSON.

mod readable;
mod token;

use crate::args::Inspect;
use crate::{failure::Failure, input, output};
use serde::Serialize;
use token::Tokens;
use tokenwire::{Codec, Encoding, Form, Inspection, Vocabulary};

#[derive(Serialize)]
struct Report<'a> {
    form: &'static str,
    gzip: bool,
    bytes: usize,
    payload_bytes: usize,
    items: usize,
    /// How many items take 1, 2, 3, 4 and 5 bytes.
    varint_lens: [usize; 5],
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<Table>,
    tokens: Tokens<'a>,
}

#[derive(Serialize)]
struct Table {
    name: &'static str,
    encoding: Option<&'static str>,
    size: u32,
    fingerprint: String,
}

pub(crate) fn run(args: &Inspect) -> Result<(), Failure> {
    let codec = args.choice.maybe_codec()?;
    let bytes = input::read(args.file.as_deref(), true)?;
    let inspection = Inspection::with_max_inflated(&bytes, args.max_inflated)?;
    let encoding = args.choice.encoding();
    let report = Report {
        form: "payload",
        gzip: inspection.form == Form::GzipPayload,
        bytes: bytes.len(),
        payload_bytes: inspection.payload_len,
        items: inspection.mapped_ids.len(),
        varint_lens: inspection.varint_lens,
        table: codec.as_ref().map(|codec| table(codec, encoding)),
        tokens: Tokens::new(&inspection.mapped_ids, codec.as_ref(), encoding.map(Vocabulary::of)),
    };
    if args.json { output::json(&report) } else { output::show(&report.readable(args.tokens.into())) }
}

fn table(codec: &Codec, encoding: Option<Encoding>) -> Table {
    let table = codec.table();
    Table {
        name: table.name(),
        encoding: encoding.map(Encoding::name),
        size: table.size(),
        fingerprint: table.fingerprint().to_string(),
    }
}
