//! The report for people.

use super::Report;
use super::token::Token;
use comfy_table::{CellAlignment, Table, presets};

impl Report<'_> {
    pub(super) fn readable(&self, shown: usize) -> String {
        let mut text = self.summary();
        if self.items > 0 && shown > 0 {
            text += &format!("\n{}\n", self.rows(shown));
        }
        if self.items > shown {
            text += &format!("... and {} more (--tokens N shows more, --json all)\n", self.items - shown);
        }
        text
    }

    fn summary(&self) -> String {
        let gzip = format!(", gzip, {} bytes inflated", self.payload_bytes);
        format!(
            "form     {}, {} bytes{}\nitems    {}\nvarints  {}\ntable    {}\n",
            self.form,
            self.bytes,
            if self.gzip { &gzip } else { "" },
            self.items_line(),
            self.varints(),
            self.table_line(),
        )
    }

    fn items_line(&self) -> String {
        match self.items {
            0 => "0".into(),
            items => format!("{items}, {:.2} bytes each", self.bytes as f64 / items as f64),
        }
    }

    fn varints(&self) -> String {
        let lens = (1..).zip(self.varint_lens).filter(|&(_, count)| count > 0);
        let bytes = |len| if len == 1 { "1 byte".into() } else { format!("{len} bytes") };
        let lens: Vec<String> = lens.map(|(len, count)| format!("{count} x {}", bytes(len))).collect();
        if lens.is_empty() { "none".into() } else { lens.join(", ") }
    }

    fn table_line(&self) -> String {
        self.table.as_ref().map_or_else(
            || "not given; --encoding, --model or --table tells what the mapped ids are".into(),
            |table| format!("{}, {} ids, fingerprint {}", table.name, table.size, table.fingerprint),
        )
    }

    /// Position and mapped id, and what a table and a vocabulary add to them.
    fn rows(&self, shown: usize) -> Table {
        let columns = match &self.table {
            None => 2,
            Some(table) if table.encoding.is_none() => 4,
            Some(_) => 5,
        };
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_header(["position", "mapped id", "rank", "id", "token"].into_iter().take(columns));
        for (position, token) in self.tokens.iter().take(shown).enumerate() {
            table.add_row(cells(position, &token).into_iter().take(columns));
        }
        table.column_iter_mut().take(4).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
        table
    }
}

fn cells(position: usize, token: &Token) -> [String; 5] {
    let or_dash = |number: Option<u32>| number.map_or_else(|| "-".into(), |number| number.to_string());
    let quoted = token.token.as_ref().map_or_else(|| "-".into(), |token| format!("\"{token}\""));
    [position.to_string(), token.mapped_id.to_string(), or_dash(token.rank), or_dash(token.id), quoted]
}
