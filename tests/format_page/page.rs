//! Finds the tables of the page and parses their cells.

use tokenwire::Table as WeightTable;

const PAGE: &str = include_str!("../../docs/format.md");

/// A table of the page, as trimmed cells.
pub(crate) struct Table {
    pub(crate) header: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<&'static str>>,
}

impl Table {
    /// Returns the cell of a row in the column with this name.
    pub(crate) fn cell(&self, row: &[&'static str], column: &str) -> Option<&'static str> {
        let index = self.header.iter().position(|name| *name == column)?;
        row.get(index).copied()
    }
}

/// Returns all tables of the page. Tables inside lists are indented.
pub(crate) fn tables() -> Vec<Table> {
    let mut tables = Vec::new();
    let mut is_picture = false;
    let mut lines = PAGE.lines().map(str::trim).peekable();
    while let Some(line) = lines.next() {
        is_picture ^= line.starts_with("```");
        if is_picture || !line.starts_with('|') {
            continue;
        }
        let mut rows = Vec::new();
        while let Some(row) = lines.next_if(|line| line.starts_with('|')) {
            rows.push(cells(row));
        }
        rows.remove(0); // The line of dashes.
        tables.push(Table { header: cells(line), rows });
    }
    tables
}

/// Returns the tables whose first column has this name. There is at least one.
pub(crate) fn tables_of(first_column: &str) -> Vec<Table> {
    let tables: Vec<Table> = tables().into_iter().filter(|table| table.header[0] == first_column).collect();
    assert!(!tables.is_empty(), "no table of {first_column}");
    tables
}

/// Returns table S, built from the counts file on the page.
pub(crate) fn table_s() -> WeightTable {
    let (_, rest) = PAGE.split_once("    # table S: ").unwrap();
    let lines = rest.lines().take(3).map(|line| line.trim_start().to_owned() + "\n");
    WeightTable::from_counts(("# ".to_owned() + &lines.collect::<String>()).as_bytes()).unwrap()
}

/// Parses bytes such as `19 05*3`, which repeats 05 three times, or "(no bytes)".
pub(crate) fn bytes(cell: &str) -> Vec<u8> {
    if cell == "(no bytes)" {
        return Vec::new();
    }
    let hex = cell.strip_prefix('`').and_then(|cell| cell.strip_suffix('`')).unwrap();
    let byte = |hex: &str| u8::from_str_radix(hex, 16).unwrap();
    let repeated = |part: &str| match part.split_once('*') {
        Some((hex, count)) => vec![byte(hex); count.parse().unwrap()],
        None => vec![byte(part)],
    };
    hex.split_whitespace().flat_map(repeated).collect()
}

/// Parses a file with the escapes `\n`, `\r`, `\t` and `\xff`, or "(no bytes)".
pub(crate) fn file(cell: &str) -> Vec<u8> {
    if cell == "(no bytes)" {
        return Vec::new();
    }
    let (mut file, mut rest) =
        (Vec::new(), cell.strip_prefix('`').and_then(|cell| cell.strip_suffix('`')).unwrap());
    while let Some((before, escape)) = rest.split_once('\\') {
        let len = if escape.starts_with('x') { 3 } else { 1 };
        file.extend(before.bytes());
        file.push(match &escape[..len] {
            "n" => b'\n',
            "r" => b'\r',
            "t" => b'\t',
            hex => u8::from_str_radix(&hex[1..], 16).unwrap(),
        });
        rest = &escape[len..];
    }
    file.extend(rest.bytes());
    file
}

fn cells(row: &'static str) -> Vec<&'static str> {
    row.trim_matches('|').split('|').map(str::trim).collect()
}
