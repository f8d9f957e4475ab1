//! What a table and a vocabulary say of each item, one at a time: a few bytes of gzip may hold millions.

use serde::{Serialize, Serializer};
use tokenwire::{Codec, Table, Vocabulary};

#[derive(Clone, Copy)]
pub(super) struct Tokens<'a> {
    items: Items<'a>,
    table: Option<&'a Table>,
    vocabulary: Option<Vocabulary>,
}

#[derive(Clone, Copy)]
enum Items<'a> {
    Mapped(&'a [i32]),
    Ids(&'a [u32]),
}

#[derive(Serialize)]
pub(super) struct Token {
    /// Only payloads have them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) mapped_id: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rank: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<u32>,
    /// The token for people: what cannot be shown is escaped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) token: Option<String>,
    /// The token's very bytes, in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hex: Option<String>,
}

impl<'a> Tokens<'a> {
    /// Of a payload, whose table may be unknown.
    pub(super) const fn mapped(
        mapped_ids: &'a [i32],
        table: Option<&'a Table>,
        vocabulary: Option<Vocabulary>,
    ) -> Self {
        Self { items: Items::Mapped(mapped_ids), table, vocabulary }
    }

    /// Of a document.
    pub(super) const fn ids(ids: &'a [u32], table: &'a Table, vocabulary: Option<Vocabulary>) -> Self {
        Self { items: Items::Ids(ids), table: Some(table), vocabulary }
    }

    pub(super) fn iter(self) -> impl Iterator<Item = Token> + 'a {
        let (mapped, ids) = match self.items {
            Items::Mapped(mapped) => (mapped, &[][..]),
            Items::Ids(ids) => (&[][..], ids),
        };
        let codec = self.table.map(|table| Codec::with_table(table.clone()));
        let id = move |mapped| codec.as_ref().and_then(|codec| codec.token_id(mapped));
        let mapped = mapped.iter().map(move |&mapped| self.token(Some(mapped), id(mapped)));
        mapped.chain(ids.iter().map(move |&id| self.token(None, Some(id))))
    }

    fn token(self, mapped_id: Option<i32>, id: Option<u32>) -> Token {
        let rank = self.table.zip(id).and_then(|(table, id)| table.rank(id));
        let bytes = self.vocabulary.zip(id).and_then(|(vocabulary, id)| vocabulary.token(id));
        Token { mapped_id, rank, id, token: bytes.map(escaped), hex: bytes.map(hex) }
    }
}

impl Serialize for Tokens<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

fn escaped(token: &[u8]) -> String {
    match std::str::from_utf8(token) {
        Ok(text) => text.escape_debug().to_string(),
        Err(_) => token.escape_ascii().to_string(),
    }
}

fn hex(token: &[u8]) -> String {
    token.iter().map(|byte| format!("{byte:02x}")).collect()
}
