//! Tables of every kind. Seeds select them by index, so new tables go to the end.

use std::sync::LazyLock;
use tokenwire::{Encoding, Table};

/// Built-in tables of odd and even sizes, with their numbers in documents.
pub static BUILT_IN: [(u8, Table, Encoding); 4] = [
    (2, Table::chat_2026(Encoding::O200kBase), Encoding::O200kBase),
    (3, Table::chat_2026(Encoding::O200kHarmony), Encoding::O200kHarmony),
    (8, Table::tacc_0_1_0(Encoding::O200kBase), Encoding::O200kBase),
    (9, Table::tacc_0_1_0(Encoding::O200kHarmony), Encoding::O200kHarmony),
];

/// Custom tables: the smallest ones, usual ones of even and odd size, one whose words all have 8 bits so that none
/// is reserved, and one with the longest words.
pub static CUSTOM: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let usual = |size: u64| (0..size).map(|id| 100_000 / (1 + id * 7 % size)).collect::<Vec<_>>();
    let steep = (0..40).map(|id| 1 << id).collect();
    let all = [vec![9], vec![2, 5], vec![1, 1, 1], usual(300), usual(301), vec![4; 256], steep];
    all.iter().map(|weights| of_weights(weights)).collect()
});

/// All tables, built-in ones first.
pub static ALL: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let built_in = BUILT_IN.iter().map(|(_, table, _)| table);
    built_in.chain(CUSTOM.iter()).cloned().collect()
});

/// Returns a custom table with these weights in the order of ids.
pub fn of_weights(weights: &[u64]) -> Table {
    Table::from_counts(file(weights).as_bytes()).unwrap()
}

/// Returns a counts file with these weights.
pub fn file(weights: &[u64]) -> String {
    let header = format!("# vocabulary size {}; ids not listed have count 0\n", weights.len());
    let lines = weights.iter().enumerate().map(|(id, weight)| format!("{id}\t{weight}\n"));
    header + &lines.collect::<String>()
}

/// Returns whether the table is custom, so that documents include its fingerprint.
pub fn is_custom(table: &Table) -> bool {
    built_in(table).is_none()
}

/// Returns the number of a built-in table.
pub fn number(table: &Table) -> Option<u8> {
    built_in(table).map(|(number, _, _)| *number)
}

fn built_in(table: &Table) -> Option<&'static (u8, Table, Encoding)> {
    BUILT_IN.iter().find(|(_, other, _)| (other.name(), other.size()) == (table.name(), table.size()))
}
