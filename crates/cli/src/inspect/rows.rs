//! Tokens as a table for people.

use super::TableName;
use super::token::{Token, Tokens};
use comfy_table::{CellAlignment, Table, presets};

/// How many items there are, and what each takes.
pub(super) fn items(items: usize, bytes: usize) -> String {
    match items {
        0 => "0".into(),
        items => format!("{items}, {:.2} bytes each", bytes as f64 / items as f64),
    }
}

/// The first ids of a table, and how many more there are.
pub(super) fn ids(tokens: Tokens<'_>, table: &TableName, items: usize, shown: usize) -> String {
    let columns = if table.encoding.is_some() { &["rank", "id", "token"][..] } else { &["rank", "id"] };
    readable(tokens, columns, items, shown)
}

/// The first items, by their place and these columns, and how many more there are.
pub(super) fn readable(tokens: Tokens<'_>, columns: &[&str], items: usize, shown: usize) -> String {
    let mut text = String::new();
    if items > 0 && shown > 0 {
        text += &format!("\n{}\n", table(tokens, columns, shown));
    }
    if items > shown {
        text += &format!("... and {} more (--tokens N shows more, --json all)\n", items - shown);
    }
    text
}

fn table(tokens: Tokens<'_>, columns: &[&str], shown: usize) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["position"].iter().chain(columns));
    for (position, token) in tokens.iter().take(shown).enumerate() {
        let cells = columns.iter().map(|column| cell(column, &token));
        table.add_row([position.to_string()].into_iter().chain(cells));
    }
    let numbers = 1 + columns.iter().filter(|column| **column != "token").count();
    table.column_iter_mut().take(numbers).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    table
}

fn cell(column: &str, token: &Token) -> String {
    let shown = match column {
        "mapped id" => token.mapped_id.map(|id| id.to_string()),
        "rank" => token.rank.map(|rank| rank.to_string()),
        "id" => token.id.map(|id| id.to_string()),
        _ => token.token.as_ref().map(|token| format!("\"{token}\"")),
    };
    shown.unwrap_or_else(|| "-".into())
}
