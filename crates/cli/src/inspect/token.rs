//! What a table and a vocabulary say of each mapped id, one at a time: a small gzip payload may hold millions.

use serde::{Serialize, Serializer};
use tokenwire::{Codec, Vocabulary};

#[derive(Clone, Copy)]
pub(super) struct Tokens<'a> {
    mapped_ids: &'a [i32],
    codec: Option<&'a Codec>,
    vocabulary: Option<Vocabulary>,
}

#[derive(Serialize)]
pub(super) struct Token {
    pub(super) mapped_id: i32,
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
    pub(super) const fn new(
        mapped_ids: &'a [i32],
        codec: Option<&'a Codec>,
        vocabulary: Option<Vocabulary>,
    ) -> Self {
        Self { mapped_ids, codec, vocabulary }
    }

    pub(super) fn iter(self) -> impl Iterator<Item = Token> + 'a {
        self.mapped_ids.iter().map(move |&mapped_id| self.token(mapped_id))
    }

    fn token(self, mapped_id: i32) -> Token {
        let id = self.codec.and_then(|codec| codec.token_id(mapped_id));
        let rank = self.codec.zip(id).and_then(|(codec, id)| codec.table().rank(id));
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
