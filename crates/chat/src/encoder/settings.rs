//! The options of an encoder, and the selection of its table.

use crate::event::{Kind, Position, lex};
use tokenwire::{Encoding, StreamCoder, Table};

/// The options of an encoder.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    /// The allowed tables. If empty, all built-in tables are allowed.
    pub(super) tables: Vec<Table>,
    pub(super) coder: StreamCoder,
    pub(super) keep_padding: bool,
    /// The number of the table's ranks that the receiver knows.
    pub(super) ranks: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { tables: Vec::new(), coder: StreamCoder::Varint, keep_padding: false, ranks: u32::MAX }
    }
}

impl Settings {
    /// Returns the table to use for the model that the first event names.
    pub(super) fn table_for(&self, first_event: &[u8]) -> Table {
        let wanted = model_encoding(first_event);
        let table_of = |encoding| self.tables.iter().find(|table| table.encoding() == Some(encoding));
        let allowed = table_of(wanted).or_else(|| table_of(DEFAULT_ENCODING)).or(self.tables.first());
        allowed.cloned().unwrap_or_else(|| Table::chat_2026(wanted))
    }
}

/// The encoding for unknown models.
const DEFAULT_ENCODING: Encoding = Encoding::O200kBase;

/// Returns the encoding of the model that an event names.
fn model_encoding(event: &[u8]) -> Encoding {
    let positions = lex(event).unwrap_or_default();
    let names_model = |position: &&Position| position.kind == Kind::String && position.key(event) == b"model";
    let model = positions.iter().find(names_model).map(|position| position.content(event));
    let model = model.and_then(|model| std::str::from_utf8(model).ok()).unwrap_or_default();
    // A vendor may precede the name, as in `openai/gpt-oss-20b`.
    let name = model.rsplit('/').next().unwrap_or(model);
    Encoding::for_model(name).unwrap_or(DEFAULT_ENCODING)
}
