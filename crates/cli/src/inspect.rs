//! `tokenwire inspect`: what a payload holds, readable or as JSON.

use crate::args::Inspect;
use crate::{failure::Failure, input, output};
use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;
use tokenwire::{Codec, Form, Inspection, Vocabulary};

#[derive(Serialize)]
struct Report {
    form: &'static str,
    gzip: bool,
    bytes: usize,
    payload_bytes: usize,
    items: usize,
    /// How many items take 1, 2, 3, 4 and 5 bytes.
    varint_lens: [usize; 5],
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<TableReport>,
    tokens: Vec<Token>,
}

#[derive(Serialize)]
struct TableReport {
    name: &'static str,
    encoding: Option<&'static str>,
    size: u32,
    fingerprint: String,
}

#[derive(Serialize)]
struct Token {
    mapped_id: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u32>,
    /// The token's bytes, other than printable ASCII escaped.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

pub(crate) fn run(args: &Inspect) -> Result<(), Failure> {
    let codec = args.choice.maybe_codec()?;
    let bytes = input::read(args.file.as_deref(), true)?;
    let inspection = Inspection::of(&bytes)?;
    let vocabulary = args.choice.encoding().map(Vocabulary::of);
    let report = report(bytes.len(), &inspection, codec.as_ref(), vocabulary);
    if args.json { output::json(&report) } else { output::show(&readable(&report, args.tokens)) }
}

fn report(
    bytes: usize,
    inspection: &Inspection,
    codec: Option<&Codec>,
    vocabulary: Option<Vocabulary>,
) -> Report {
    let token = |&mapped_id: &i32| token(mapped_id, codec, vocabulary);
    Report {
        form: "payload",
        gzip: inspection.form == Form::GzipPayload,
        bytes,
        payload_bytes: inspection.payload_len,
        items: inspection.mapped_ids.len(),
        varint_lens: inspection.varint_lens,
        table: codec.map(|codec| table(codec, vocabulary)),
        tokens: inspection.mapped_ids.iter().map(token).collect(),
    }
}

fn table(codec: &Codec, vocabulary: Option<Vocabulary>) -> TableReport {
    let table = codec.table();
    TableReport {
        name: table.name(),
        encoding: vocabulary.map(|vocabulary| vocabulary.encoding().name()),
        size: table.size(),
        fingerprint: table.fingerprint().to_string(),
    }
}

fn token(mapped_id: i32, codec: Option<&Codec>, vocabulary: Option<Vocabulary>) -> Token {
    let id = codec.and_then(|codec| codec.token_id(mapped_id));
    let rank = codec.zip(id).and_then(|(codec, id)| codec.table().rank(id));
    let bytes = vocabulary.zip(id).and_then(|(vocabulary, id)| vocabulary.token(id));
    Token { mapped_id, rank, id, token: bytes.map(readable_token) }
}

/// A token as text where it is text, with escapes where it is not.
fn readable_token(token: &[u8]) -> String {
    match std::str::from_utf8(token) {
        Ok(text) => text.escape_debug().to_string(),
        Err(_) => token.escape_ascii().to_string(),
    }
}

fn readable(report: &Report, shown: usize) -> String {
    let mut text = summary(report);
    if !report.tokens.is_empty() && shown > 0 {
        text += &format!("\n{}\n", rows(report, shown));
    }
    if report.items > shown {
        text += &format!("... and {} more (--tokens N shows more, --json all)\n", report.items - shown);
    }
    text
}

/// Position and mapped id, and what a table and a vocabulary add to them.
fn rows(report: &Report, shown: usize) -> Table {
    let columns = match &report.table {
        None => 2,
        Some(table) if table.encoding.is_none() => 4,
        Some(_) => 5,
    };
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["position", "mapped id", "rank", "id", "token"].into_iter().take(columns));
    for (position, token) in report.tokens.iter().take(shown).enumerate() {
        table.add_row(cells(position, token).into_iter().take(columns));
    }
    table.column_iter_mut().take(4).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    table
}

fn cells(position: usize, token: &Token) -> [String; 5] {
    let or_dash = |number: Option<u32>| number.map_or_else(|| "-".into(), |number| number.to_string());
    let quoted = token.token.as_ref().map_or_else(|| "-".into(), |token| format!("\"{token}\""));
    [position.to_string(), token.mapped_id.to_string(), or_dash(token.rank), or_dash(token.id), quoted]
}

fn summary(report: &Report) -> String {
    let holding =
        if report.gzip { format!(", gzip, {} bytes inflated", report.payload_bytes) } else { String::new() };
    let each = |bytes: usize| bytes as f64 / report.items.max(1) as f64;
    let lens = (1..).zip(report.varint_lens).filter(|&(_, count)| count > 0);
    let lens: Vec<String> = lens.map(|(len, count)| format!("{count} x {len} bytes")).collect();
    let table = report.table.as_ref().map_or_else(
        || "not given; --encoding, --model or --table tells what the mapped ids are".into(),
        |table| format!("{}, {} ids, fingerprint {}", table.name, table.size, table.fingerprint),
    );
    format!(
        "form     {}, {} bytes{holding}\nitems    {}, {:.2} bytes each\nvarints  {}\ntable    {table}\n",
        report.form,
        report.bytes,
        report.items,
        each(report.bytes),
        if lens.is_empty() { "none".into() } else { lens.join(", ") },
    )
}
