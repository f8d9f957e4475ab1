//! `tokenwire tables`: the encodings and their tables.

use crate::args::Tables;
use crate::error::CliError;
use crate::shared::output;
use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;
use tokenwire::{Encoding, Vocabulary};

#[derive(Serialize)]
struct Row {
    encoding: &'static str,
    table: &'static str,
    /// Number of ids, including gaps and special tokens.
    size: u32,
    /// Number of special tokens.
    special: usize,
    /// Number of ids with a larger weight than an id that is not listed.
    counted: usize,
    /// Sum of all weights.
    total: u64,
    fingerprint: String,
}

pub(crate) fn run(args: &Tables) -> Result<(), CliError> {
    let releases = [tokenwire::Table::chat_2026, tokenwire::Table::tacc_0_1_0];
    let all = releases
        .iter()
        .flat_map(|table| Encoding::ALL.iter().map(move |&encoding| (encoding, table(encoding))));
    let rows: Vec<Row> = all.map(|(encoding, table)| row(encoding, &table)).collect();
    output::report(&rows, args.json, |rows| format!("{}\n", readable(rows)))
}

fn row(encoding: Encoding, table: &tokenwire::Table) -> Row {
    let vocabulary = Vocabulary::new(encoding);
    let weights = || (0..table.size()).filter_map(|rank| table.weight(rank));
    let least = weights().next_back();
    Row {
        encoding: encoding.name(),
        table: table.name(),
        size: table.size(),
        special: (0..table.size()).filter(|&id| vocabulary.special_name(id).is_some()).count(),
        counted: weights().filter(|&weight| Some(weight) > least).count(),
        total: weights().sum(),
        fingerprint: table.fingerprint().to_string(),
    }
}

fn readable(rows: &[Row]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["encoding", "table", "ids", "special", "counted", "total count", "fingerprint"]);
    for row in rows {
        table.add_row([
            row.encoding.into(),
            row.table.into(),
            row.size.to_string(),
            row.special.to_string(),
            row.counted.to_string(),
            row.total.to_string(),
            row.fingerprint.clone(),
        ]);
    }
    table
        .column_iter_mut()
        .skip(2)
        .take(4)
        .for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    table
}
