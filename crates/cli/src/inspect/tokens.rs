//! Describes the items of a document, stream or payload by their table and vocabulary.

use comfy_table::{CellAlignment, presets};
use serde::{Serialize, Serializer};
use tokenwire::{Codec, Encoding, Table};

/// The description of a table in a report.
#[derive(Serialize)]
pub(super) struct TableName {
    pub(super) name: &'static str,
    pub(super) encoding: Option<&'static str>,
    pub(super) size: u32,
    pub(super) fingerprint: String,
}

impl TableName {
    pub(super) fn new(table: &Table) -> Self {
        Self {
            name: table.name(),
            encoding: table.encoding().map(Encoding::name),
            size: table.size(),
            fingerprint: table.fingerprint().to_string(),
        }
    }

    pub(super) fn readable(&self) -> String {
        let encoding = self.encoding.map(|encoding| format!(" for {encoding}")).unwrap_or_default();
        format!("{}{encoding}, {} ids, fingerprint {}", self.name, self.size, self.fingerprint)
    }
}

/// A list of items. Each item is described only when it is shown, because a few bytes of gzip can hold millions of
/// items.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'a> {
    items: Items<'a>,
    table: Option<&'a Table>,
}

#[derive(Clone, Copy)]
enum Items<'a> {
    Mapped(&'a [i32]),
    Ids(&'a [u32]),
}

#[derive(Serialize)]
pub(super) struct Token {
    /// The item as the payload stores it; `None` in a document or stream.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mapped_id: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rank: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<u32>,
    /// The token as text, with escapes for characters that cannot be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) token: Option<String>,
    /// The token's bytes, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hex: Option<String>,
}

impl<'a> Tokens<'a> {
    /// Creates the items of a payload, whose table may be unknown.
    pub(super) const fn mapped(mapped_ids: &'a [i32], table: Option<&'a Table>) -> Self {
        Self { items: Items::Mapped(mapped_ids), table }
    }

    /// Creates the items of a document or stream.
    pub(super) const fn ids(ids: &'a [u32], table: &'a Table) -> Self {
        Self { items: Items::Ids(ids), table: Some(table) }
    }

    pub(super) fn iter(self) -> impl Iterator<Item = Token> + 'a {
        let (mapped, ids) = match self.items {
            Items::Mapped(mapped) => (mapped, &[][..]),
            Items::Ids(ids) => (&[][..], ids),
        };
        let codec = self.table.map(|table| Codec::from_table(table.clone()));
        let id = move |mapped| codec.as_ref().and_then(|codec| codec.token_id(mapped));
        let mapped = mapped.iter().map(move |&mapped| self.token(Some(mapped), id(mapped)));
        mapped.chain(ids.iter().map(move |&id| self.token(None, Some(id))))
    }

    fn token(self, mapped_id: Option<i32>, id: Option<u32>) -> Token {
        let rank = self.table.zip(id).and_then(|(table, id)| table.rank(id));
        let bytes =
            self.table.and_then(Table::vocabulary).zip(id).and_then(|(vocabulary, id)| vocabulary.token(id));
        Token { mapped_id, rank, id, token: bytes.map(escape), hex: bytes.map(hex) }
    }
}

impl Serialize for Tokens<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

fn escape(token: &[u8]) -> String {
    match std::str::from_utf8(token) {
        Ok(text) => text.escape_debug().to_string(),
        Err(_) => token.escape_ascii().to_string(),
    }
}

fn hex(token: &[u8]) -> String {
    token.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Formats the number of items and their average size.
pub(super) fn item_count(items: usize, bytes: usize) -> String {
    match items {
        0 => "0".into(),
        items => format!("{items}, {:.2} bytes each", bytes as f64 / items as f64),
    }
}

/// Formats up to `limit` ids as rows, and the number of further ids.
pub(super) fn id_rows(tokens: Tokens<'_>, table: &TableName, items: usize, limit: usize) -> String {
    let columns = if table.encoding.is_some() { &["rank", "id", "token"][..] } else { &["rank", "id"] };
    rows(tokens, columns, items, limit)
}

/// Formats up to `limit` items as rows with their positions and these columns, and the number of further items.
pub(super) fn rows(tokens: Tokens<'_>, columns: &[&str], items: usize, limit: usize) -> String {
    let mut text = String::new();
    if items > 0 && limit > 0 {
        text += &format!("\n{}\n", table(tokens, columns, limit));
    }
    if items > limit {
        text += &format!("... and {} more (--tokens N shows more, --json all)\n", items - limit);
    }
    text
}

fn table(tokens: Tokens<'_>, columns: &[&str], limit: usize) -> comfy_table::Table {
    let mut table = comfy_table::Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["position"].iter().chain(columns));
    for (position, token) in tokens.iter().take(limit).enumerate() {
        let cells = columns.iter().map(|column| cell(column, &token));
        table.add_row([position.to_string()].into_iter().chain(cells));
    }
    let numbers = 1 + columns.iter().filter(|column| **column != "token").count();
    table.column_iter_mut().take(numbers).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    table
}

fn cell(column: &str, token: &Token) -> String {
    let text = match column {
        "mapped id" => token.mapped_id.map(|id| id.to_string()),
        "rank" => token.rank.map(|rank| rank.to_string()),
        "id" => token.id.map(|id| id.to_string()),
        _ => token.token.as_ref().map(|token| format!("\"{token}\"")),
    };
    text.unwrap_or_else(|| "-".into())
}
