//! `tokenwire stream stats`: compares the sizes of responses as streams and as compressed events.

mod decoded;
mod row;

use crate::args::stream::Stats;
use crate::error::CliError;
use crate::shared::compressors::{GZIP_FLUSHED_LEVEL, GZIP_WHOLE_LEVEL, ZSTD_FLUSHED_LEVEL};
use crate::shared::output;
use comfy_table::{CellAlignment, Table, presets};
use row::Row;

pub(super) fn run(args: &Stats) -> Result<(), CliError> {
    let rows = args.files.iter().map(|path| Row::measure(path, &args.writer));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    output::report(&rows, args.json, |rows| readable(rows))
}

const NOTE: &str = "\
Sizes are in bytes. Tokens are those of new text. Streams and compressors are flushed after every event (flushed), or
compressors only at the end (whole). All are without padding, except for the raw events. The column ids counts only the
ranks of the tokens, as varints. The columns of gzip and of zstd are the stream as a share of the flushed sizes.
";

/// Formats the rows as a table for people.
fn readable(rows: &[Row]) -> String {
    let total = Row::total(rows);
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(heading());
    table.add_rows(rows.iter().map(cells));
    if rows.len() > 1 {
        table.add_row(cells(&total));
    }
    table.add_row(bytes_per_token_cells(&total));
    table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    format!("{table}\n\n{NOTE}")
}

fn heading() -> [String; 12] {
    [
        "file".into(),
        "tokens".into(),
        "events".into(),
        "stream".into(),
        "bytes per\ntoken".into(),
        "of\ngzip".into(),
        "of\nzstd".into(),
        "ids".into(),
        "raw".into(),
        format!("gzip-{GZIP_FLUSHED_LEVEL}\nflushed"),
        format!("zstd-{ZSTD_FLUSHED_LEVEL}\nflushed"),
        format!("gzip-{GZIP_WHOLE_LEVEL}\nwhole"),
    ]
}

fn cells(row: &Row) -> [String; 12] {
    [
        row.file.clone(),
        row.tokens.to_string(),
        row.events.to_string(),
        row.bytes.to_string(),
        bytes_per_token(row.bytes, row.tokens),
        percent(row.of_gzip),
        percent(row.of_zstd),
        row.ids_bytes.to_string(),
        row.raw.to_string(),
        row.gzip_flushed.to_string(),
        row.zstd_flushed.to_string(),
        row.gzip_whole.to_string(),
    ]
}

/// Returns the cells of the last row: each size divided by the number of tokens.
fn bytes_per_token_cells(total: &Row) -> [String; 12] {
    let cell = |size| bytes_per_token(size, total.tokens);
    [
        "bytes per token".into(),
        String::new(),
        String::new(),
        cell(total.bytes),
        String::new(),
        String::new(),
        String::new(),
        cell(total.ids_bytes),
        cell(total.raw),
        cell(total.gzip_flushed),
        cell(total.zstd_flushed),
        cell(total.gzip_whole),
    ]
}

fn bytes_per_token(size: usize, tokens: usize) -> String {
    if tokens == 0 { "-".into() } else { format!("{:.2}", size as f64 / tokens as f64) }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}
