//! The rows as a table for people.

use super::others::{GZIP_FLUSHED, GZIP_WHOLE, ZSTD_FLUSHED};
use super::row::Row;
use comfy_table::{CellAlignment, Table, presets};

const NOTE: &str = "Sizes are bytes. A stream has every event flushed, padding dropped; ids are the tokens' ranks alone, as varints;\n\
                    of the others all is flushed after every event too, or nothing (whole).\n";

pub(super) fn readable(rows: &[Row]) -> String {
    let total = Row::total(rows);
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(heading());
    table.add_rows(rows.iter().map(cells));
    if rows.len() > 1 {
        table.add_row(cells(&total));
    }
    table.add_row(each(&total));
    table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    format!("{table}\n\n{NOTE}")
}

fn heading() -> [String; 10] {
    [
        "file".into(),
        "tokens".into(),
        "events".into(),
        "stream".into(),
        "bytes a\ntoken".into(),
        "ids".into(),
        "raw".into(),
        format!("gzip-{GZIP_FLUSHED}\nflushed"),
        format!("zstd-{ZSTD_FLUSHED}\nflushed"),
        format!("gzip-{GZIP_WHOLE}\nwhole"),
    ]
}

fn cells(row: &Row) -> [String; 10] {
    [
        row.file.clone(),
        row.tokens.to_string(),
        row.events.to_string(),
        row.bytes.to_string(),
        a_token(row.bytes, row.tokens),
        row.ids_bytes.to_string(),
        row.raw.to_string(),
        row.gzip_flushed.to_string(),
        row.zstd_flushed.to_string(),
        row.gzip_whole.to_string(),
    ]
}

/// What each size is for a token.
fn each(total: &Row) -> [String; 10] {
    let of = |size| a_token(size, total.tokens);
    [
        "bytes a token".into(),
        String::new(),
        String::new(),
        of(total.bytes),
        String::new(),
        of(total.ids_bytes),
        of(total.raw),
        of(total.gzip_flushed),
        of(total.zstd_flushed),
        of(total.gzip_whole),
    ]
}

fn a_token(size: usize, tokens: usize) -> String {
    if tokens == 0 { "-".into() } else { format!("{:.2}", size as f64 / tokens as f64) }
}
